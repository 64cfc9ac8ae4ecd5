// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The names in `src/abi.rs`.

use std::fs;
use std::path::Path;

use rust_tests::{Result, trying};
use syn::{Attribute, Item, ItemStruct, Visibility};

/// What the library says of C's types and constants.
pub struct Abi {
    /// Public constants.
    pub constants: Vec<String>,
    /// Public structures with C's layout.
    pub structures: Vec<Structure>,
}

/// One structure.
pub struct Structure {
    /// As in C, without `struct`.
    pub name: String,
    /// Its fields.
    pub fields: Vec<String>,
}

impl Abi {
    /// Reads the source.
    pub fn read(path: &Path) -> Result<Self> {
        let text = trying(path.display(), fs::read_to_string(path))?;
        let file = trying(path.display(), syn::parse_file(&text))?;
        let abi = Self {
            constants: file.items.iter().filter_map(constant).collect(),
            structures: file.items.iter().filter_map(structure).collect(),
        };
        if abi.constants.is_empty() || abi.structures.is_empty() {
            return Err(format!("{} has no constants or no structures to compare", path.display()));
        }
        Ok(abi)
    }
}

fn constant(item: &Item) -> Option<String> {
    match item {
        Item::Const(constant) if is_public(&constant.vis) => Some(constant.ident.to_string()),
        _ => None,
    }
}

fn structure(item: &Item) -> Option<Structure> {
    match item {
        Item::Struct(item) if is_public(&item.vis) && item.attrs.iter().any(is_repr_c) => {
            Some(Structure { name: item.ident.to_string(), fields: fields(item) })
        }
        _ => None,
    }
}

fn fields(item: &ItemStruct) -> Vec<String> {
    item.fields.iter().filter_map(|field| field.ident.as_ref().map(ToString::to_string)).collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_repr_c(attribute: &Attribute) -> bool {
    let mut found = false;
    let is_repr = attribute.path().is_ident("repr");
    let read = is_repr
        && attribute
            .parse_nested_meta(|meta| {
                found |= meta.path.is_ident("C");
                Ok(())
            })
            .is_ok();
    read && found
}
