// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The files of a crate, and what the paths in them lead to.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, File, Item, ItemUse, UseTree, Visibility};

use rust_tests::{Result, trying};

use crate::graph::Imports;

/// A path of names from the root of the crate.
type Names = Vec<String>;

/// All modules of a crate.
#[derive(Default)]
pub struct Crate(BTreeMap<Names, Module>);

/// A module, be it a file of its own or in another's.
#[derive(Default)]
struct Module {
    file: String,
    /// What its `use`s bring in, by the name it has here; a `*` by any.
    uses: Vec<(String, Names, bool)>,
    /// Paths in the rest of the text, and single names.
    paths: Vec<Names>,
}

impl Crate {
    /// Reads all files of a folder.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut sources = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in trying(next.display(), std::fs::read_dir(&next))? {
                let path = trying(next.display(), entry)?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = trying(path.display(), std::fs::read_to_string(&path))?;
                    sources.add(path.strip_prefix(folder).unwrap_or(&path), &text)?;
                }
            }
        }
        // What no module declares is compiled for tests alone, or not at all.
        let declared: Vec<Names> = sources.0.keys().filter(|name| sources.is_declared(name)).cloned().collect();
        sources.0.retain(|name, _| declared.contains(name));
        Ok(sources)
    }

    /// Adds a file by its path in the folder.
    pub fn add(&mut self, path: &Path, text: &str) -> Result<()> {
        let file = syn::parse_file(text).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut name: Names = path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if name == ["lib"] || name == ["main"] {
            // A program beside a library is a crate of its own; its one file imports nothing of the others by a path.
            if name == ["main"] && self.0.contains_key(&Names::new()) {
                return Ok(());
            }
            name.clear();
        }
        if name.last().is_some_and(|last| last == "mod") {
            name.pop();
        }
        let File { items, .. } = file;
        self.add_module(name, &path.display().to_string(), items);
        Ok(())
    }

    fn add_module(&mut self, name: Names, file: &str, items: Vec<Item>) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        for item in items {
            if attributes(&item).iter().any(is_for_tests) {
                continue;
            }
            match item {
                Item::Use(ItemUse { vis, tree, .. }) => {
                    let hands_on = !matches!(vis, Visibility::Inherited);
                    expand(&tree, &mut Names::new(), &mut |name, path| module.uses.push((name, path, hands_on)));
                }
                Item::Mod(item) => {
                    let child = [&name[..], &[item.ident.to_string()]].concat();
                    match item.content {
                        Some((_, items)) => self.add_module(child, file, items),
                        None => module.paths.push(vec!["mod".into(), item.ident.to_string()]),
                    }
                }
                // The names of variants are not used but made here.
                Item::Enum(item) => {
                    item.variants.iter().for_each(|variant| paths(variant.fields.to_token_stream(), &mut module.paths));
                }
                other => paths(other.to_token_stream(), &mut module.paths),
            }
        }
        self.0.insert(name, module);
    }

    /// Whether the parent has the module, for more than tests.
    fn is_declared(&self, name: &[String]) -> bool {
        let Some((last, parent)) = name.split_last() else { return true };
        let is_here = |module: &Module| {
            module
                .paths
                .iter()
                .any(|path| path.first().is_some_and(|first| first == "mod") && path.get(1) == Some(last))
                || self.0.get(name).is_some_and(|child| child.file == module.file)
        };
        self.0.get(parent).is_some_and(is_here) && self.is_declared(parent)
    }

    /// Who imports whom, by the files' names. What a parent has for its children is theirs as it is its own.
    pub fn imports(&self) -> Imports {
        let mut imports = Imports::new();
        for (name, module) in &self.0 {
            let importer = imports.entry(module.file.clone()).or_default();
            let used = |name: &String| module.paths.iter().any(|path| path.first() == Some(name));
            let uses = module.uses.iter().filter(|(bound, _, hands_on)| !hands_on || used(bound));
            let all = uses.map(|(_, path, _)| path).chain(&module.paths);
            let files = all.filter_map(|path| self.file_of(name, path, 0));
            importer.extend(files.filter(|file| *file != module.file && !is_parent(file, &module.file)));
        }
        imports
    }

    /// The file that defines what the path names in a module, if it is one of the crate's.
    fn file_of(&self, module: &[String], path: &[String], depth: usize) -> Option<String> {
        let (first, rest) = path.split_first()?;
        let root = match first.as_str() {
            "crate" => Names::new(),
            "self" => module.to_vec(),
            "super" => module.split_last()?.1.to_vec(),
            // Through what is in scope: a child, or what a `use` has brought in.
            _ => return self.file_in(module, path, depth),
        };
        // `super::super`
        if rest.first().is_some_and(|next| next == "super") {
            self.file_of(&root, rest, depth)
        } else {
            self.file_in(&root, rest, depth)
        }
    }

    /// The same for a path that begins in the module.
    fn file_in(&self, module: &[String], path: &[String], depth: usize) -> Option<String> {
        let here = self.0.get(module)?;
        let Some((first, rest)) = path.split_first() else { return Some(here.file.clone()) };
        let child = [module, std::slice::from_ref(first)].concat();
        if self.0.contains_key(&child) {
            return self.file_in(&child, rest, depth);
        }
        if depth > 8 {
            return None;
        }
        if first == "*" || first == "self" {
            return Some(here.file.clone());
        }
        for (name, target, _) in &here.uses {
            if name == first {
                return self.file_of(module, &[&target[..], rest].concat(), depth + 1);
            }
        }
        Some(here.file.clone())
    }
}

/// Whether a file is the parent of another: `net.rs` of all in `net/`, and the root of all.
fn is_parent(file: &str, child: &str) -> bool {
    let folder = file.trim_end_matches(".rs");
    folder == "lib" || child.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The attributes of what can have some.
fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]`, alone or with more in `all`.
fn is_for_tests(attribute: &Attribute) -> bool {
    let text: String = attribute.to_token_stream().to_string().split_whitespace().collect();
    text.starts_with("#[cfg(test") || text.starts_with("#[cfg(all(test")
}

/// Hands out each path of a `use`, with its name here.
fn expand(tree: &UseTree, before: &mut Names, found: &mut impl FnMut(String, Names)) {
    let mut whole = |name: &str, last: &str| {
        let mut path = before.clone();
        if last != "self" {
            path.push(last.to_owned());
        }
        let name = if name == "self" { path.last().cloned().unwrap_or_default() } else { name.to_owned() };
        found(name, path);
    };
    match tree {
        UseTree::Name(name) => whole(&name.ident.to_string(), &name.ident.to_string()),
        UseTree::Rename(name) => whole(&name.rename.to_string(), &name.ident.to_string()),
        UseTree::Glob(_) => whole("*", "*"),
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            expand(&path.tree, before, found);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| expand(tree, before, found)),
    }
}

/// All paths of a text that is no `use`, those of one name as well: but not what is named behind a dot, or before a colon
/// as parameters and fields are.
fn paths(tokens: TokenStream, found: &mut Vec<Names>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut path = Names::new();
    let mut dot = false;
    while let Some(token) = tokens.next() {
        let follows_dot = std::mem::replace(&mut dot, is_punct(&token, '.'));
        match token {
            TokenTree::Ident(name) => {
                path.push(name.to_string());
                if !joins(tokens.peek()) {
                    let path = std::mem::take(&mut path);
                    // `pub(crate)` is no path either.
                    let is_no_path = |name: &String| matches!(name.as_str(), "crate" | "super" | "self");
                    let is_member = follows_dot || tokens.peek().is_some_and(|next| is_punct(next, ':'));
                    if path.len() > 1 || !is_member && !path.iter().all(is_no_path) {
                        found.push(path);
                    }
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {}
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !path.is_empty() => {
                // A `use` in a function.
                let mut inner = Vec::new();
                paths(group.stream(), &mut inner);
                found.extend(inner.into_iter().map(|rest| [&path[..], &rest].concat()));
                path.clear();
            }
            TokenTree::Group(group) => {
                path.clear();
                paths(group.stream(), found);
            }
            _ => path.clear(),
        }
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

/// Whether a path goes on: the first of two colons.
fn joins(next: Option<&TokenTree>) -> bool {
    matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == proc_macro2::Spacing::Joint)
}
