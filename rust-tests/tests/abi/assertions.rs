// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The crate that rustc judges: both sides as modules, and an assertion for every name.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use quote::ToTokens;
use rust_tests::{Result, trying};
use syn::Item;

use crate::abi::{Abi, Structure};

/// Writes the source of the check, from the names, the file they stand in, the headers and what bindgen made of them.
pub fn write(abi: &Abi, path: &Path, headers: &Path, bindings: &str) -> Result<String> {
    let headers = trying(headers.display(), fs::read_to_string(headers))?;
    let values = values(bindings)?;
    let constants = abi.constants.iter().map(|name| constant(name, values.get(name).map_or("missing", String::as_str)));
    let structures = abi.structures.iter().map(|item| structure(item, &headers));
    let checks: String = constants.chain(structures).collect();
    let path = path.display();
    Ok(format!(
        "#![no_std]\n#![allow(warnings)]\n#[path = \"{path}\"]\nmod abi;\nmod header {{\n{bindings}\n}}\n\
         use core::mem::{{align_of, offset_of, size_of}};\n{checks}"
    ))
}

/// The headers' constants as bindgen writes them, for the messages.
fn values(bindings: &str) -> Result<BTreeMap<String, String>> {
    let file = trying("the bindings", syn::parse_file(bindings))?;
    let value = |item| match item {
        Item::Const(item) => Some((item.ident.to_string(), item.expr.into_token_stream().to_string())),
        _ => None,
    };
    Ok(file.items.into_iter().filter_map(value).collect())
}

fn constant(name: &str, value: &str) -> String {
    assertion(&format!("abi::{name} as i128 == header::{name} as i128"), &format!("{name} is {value} in the headers"))
}

/// An alignment may be less than C's, for what C hands over is aligned for C.
fn structure(structure: &Structure, headers: &str) -> String {
    let name = &structure.name;
    let compare = |what: &str, how: &str| {
        let differs = format!("{what} of struct {name}: want {how} the headers'");
        assertion(&format!("{what}_of::<abi::{name}>() {how} {what}_of::<header::{name}>()"), &differs)
    };
    let place = |field: &String| {
        let differs = format!("{name}.{field} is elsewhere in the headers");
        let inside = path_in_c(field, headers);
        assertion(&format!("offset_of!(abi::{name}, {field}) == offset_of!(header::{name}, {inside})"), &differs)
    };
    compare("size", "==") + &compare("align", "<=") + &structure.fields.iter().map(place).collect::<String>()
}

/// A field of C may be a macro for a part of a union: `#define s6_addr __in6_u.__s6_addr`.
fn path_in_c<'a>(field: &'a str, headers: &'a str) -> &'a str {
    let definition = format!("#define {field} ");
    headers.lines().find_map(|line| line.strip_prefix(&definition)).map_or(field, str::trim)
}

fn assertion(condition: &str, otherwise: &str) -> String {
    format!("const _: () = assert!({condition}, {otherwise:?});\n")
}
