// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The archive's members, by what the compiler noted in them.

use std::fs;
use std::path::Path;

use object::read::archive::ArchiveFile;
use rust_tests::{Result, trying};
use wasmparser::{BinaryReader, KnownCustom, Linking, Parser, Payload, TypeRef};

use crate::archive;

/// One object file.
pub struct Member {
    /// As the archive has it.
    pub name: String,
    bytes: Vec<u8>,
}

/// The members that are the library's own.
pub fn ours(path: &Path) -> Result<Vec<Member>> {
    let data = trying(path.display(), fs::read(path))?;
    let file = trying(path.display(), ArchiveFile::parse(&*data))?;
    let glue = archive::glue()?;
    let mut members = Vec::new();
    for member in file.members() {
        let member = trying(path.display(), member)?;
        if archive::is_ours(&member, &glue) {
            let name = String::from_utf8_lossy(member.name()).into_owned();
            let bytes = trying(path.display(), member.data(&*data))?.to_vec();
            members.push(Member { name, bytes });
        }
    }
    if members.is_empty() { Err(format!("{}: no members of ours", path.display())) } else { Ok(members) }
}

impl Member {
    /// The extensions of WebAssembly that it needs (`+`) or that it must not meet (`-`).
    pub fn features(&self) -> Result<Vec<String>> {
        let mut features = Vec::new();
        self.each_custom(|section| {
            if section.name() == "target_features" {
                let mut reader = BinaryReader::new(section.data(), 0);
                for _ in 0..reader.read_var_u32()? {
                    features.push(format!("{}{}", char::from(reader.read_u8()?), reader.read_string()?));
                }
            }
            Ok(())
        })?;
        Ok(features)
    }

    /// What it keeps between two calls: the names of its data that can be written to.
    pub fn variables(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        self.each_custom(|section| {
            let KnownCustom::Linking(linking) = section.as_known() else { return Ok(()) };
            for part in linking {
                let Linking::SegmentInfo(segments) = part? else { continue };
                for segment in segments {
                    names.extend(variable(segment?.name));
                }
            }
            Ok(())
        })?;
        Ok(names)
    }

    fn each_custom(
        &self,
        mut look: impl FnMut(&wasmparser::CustomSectionReader) -> wasmparser::Result<()>,
    ) -> Result<()> {
        for payload in Parser::new(0).parse_all(&self.bytes) {
            if let Payload::CustomSection(section) = trying(&self.name, payload)? {
                trying(&self.name, look(&section))?;
            }
        }
        Ok(())
    }
}

/// Constants lie in `.rodata`; what is a thread's own in `.tdata` and `.tbss`. A structure may be kept in parts, which
/// the compiler numbers.
fn variable(segment: &str) -> Option<String> {
    let name = [".data.", ".bss."].iter().find_map(|prefix| segment.strip_prefix(prefix))?;
    let whole = format!("{:#}", rustc_demangle::demangle(name));
    Some(whole.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.').to_owned())
}

/// A program with threads imports its memory, shared.
pub fn shares_its_memory(module: &Path) -> Result<()> {
    let bytes = trying(module.display(), fs::read(module))?;
    for payload in Parser::new(0).parse_all(&bytes) {
        if let Payload::ImportSection(imports) = trying(module.display(), payload)? {
            for import in imports.into_imports() {
                let import = trying(module.display(), import)?;
                if matches!(import.ty, TypeRef::Memory(memory) if memory.shared) {
                    return Ok(());
                }
            }
        }
    }
    Err(format!("{}: imports no shared memory", module.display()))
}
