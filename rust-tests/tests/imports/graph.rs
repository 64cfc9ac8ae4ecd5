// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Loops in a graph of files.

use std::collections::{BTreeMap, BTreeSet};

/// Who imports whom.
pub type Imports = BTreeMap<String, BTreeSet<String>>;

/// Files that import one another, be it by way of others.
pub struct Knot {
    /// All of them.
    pub files: BTreeSet<String>,
    /// A short loop among them, the first file once more at the end.
    pub way: Vec<String>,
}

/// All knots.
pub fn knots(imports: &Imports) -> Vec<Knot> {
    let mut found = Vec::<Knot>::new();
    for file in imports.keys() {
        if found.iter().any(|knot| knot.files.contains(file)) {
            continue;
        }
        let mut files = reached(imports, file);
        files.retain(|other| reached(imports, other).contains(file));
        let ways = files.iter().filter_map(|file| way(imports, file));
        if let Some(way) = ways.min_by_key(Vec::len) {
            found.push(Knot { files, way });
        }
    }
    found
}

/// All that a file imports, be it by way of others.
fn reached(imports: &Imports, file: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        for imported in imports.get(file).into_iter().flatten() {
            if reached.insert(imported.clone()) {
                next.push(imported);
            }
        }
    }
    reached
}

/// The shortest way from a file back to itself.
fn way(imports: &Imports, file: &str) -> Option<Vec<String>> {
    let mut from = BTreeMap::<&str, &str>::new();
    let mut now = vec![file];
    while !now.is_empty() && !from.contains_key(file) {
        let mut next = Vec::new();
        for importer in now {
            for imported in imports.get(importer).into_iter().flatten() {
                if !from.contains_key(imported.as_str()) {
                    from.insert(imported, importer);
                    next.push(imported.as_str());
                }
            }
        }
        now = next;
    }
    let mut way = vec![file.to_owned()];
    let mut at = *from.get(file)?;
    while at != file {
        way.push(at.to_owned());
        at = from.get(at)?;
    }
    way.push(file.to_owned());
    way.reverse();
    Some(way)
}
