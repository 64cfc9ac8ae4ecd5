// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What a linked module asks for and gives.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rust_tests::{Result, trying};
use wasmparser::{
    BinaryReader, ExternalKind, FuncType, KnownCustom, Name, Parser, Payload, TypeRef, ValType, Validator, WasmFeatures,
};

/// Parts of the names of functions that end a program: the last three are called where the panic itself is inlined.
const OF_PANICS: [&str; 5] = ["panic", "begin_unwind", "unwrap_failed", "expect_failed", "index_fail"];

/// A linked program.
pub struct Module {
    name: String,
    bytes: Vec<u8>,
}

impl Module {
    /// Reads a module.
    pub fn read(path: &Path) -> Result<Self> {
        Ok(Self { name: path.display().to_string(), bytes: trying(path.display(), fs::read(path))? })
    }

    /// Imports with their types, exports, and the engine features that the compilers say were used; sorted.
    pub fn surface(&self) -> Result<Vec<String>> {
        let mut types: Vec<FuncType> = Vec::new();
        let mut surface = BTreeSet::new();
        for payload in self.payloads()? {
            match payload {
                Payload::TypeSection(section) => {
                    types.extend(
                        section
                            .into_iter_err_on_gc_types()
                            .collect::<std::result::Result<Vec<_>, _>>()
                            .map_err(|e| self.says(e))?,
                    );
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import.map_err(|e| self.says(e))?;
                        surface.insert(format!("import {}.{} {}", import.module, import.name, kind(import.ty, &types)));
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export.map_err(|e| self.says(e))?;
                        surface.insert(format!(
                            "export {} {}",
                            export.name,
                            if export.kind == ExternalKind::Func { "function" } else { "other" }
                        ));
                    }
                }
                Payload::CustomSection(section) if section.name() == "target_features" => {
                    surface.extend(target_features(section.data()).map_err(|e| self.says(e))?);
                }
                _ => {}
            }
        }
        Ok(surface.into_iter().collect())
    }

    /// The host's socket functions that the module asks for.
    pub fn socket_imports(&self) -> Result<Vec<String>> {
        let surface = self.surface()?;
        let imports = surface.iter().filter_map(|line| line.strip_prefix("import wasi_snapshot_preview1."));
        Ok(imports
            .filter_map(|import| import.split(' ').next())
            .filter(|name| name.starts_with("sock_"))
            .map(String::from)
            .collect())
    }

    /// Neither a function nor a text of Rust's panics: they cost a guest kilobytes and end it without an errno.
    pub fn has_no_panic(&self) -> Result<()> {
        let mut functions = 0;
        for payload in self.payloads()? {
            match payload {
                Payload::DataSection(section) => {
                    for data in section {
                        self.refuse_texts(data.map_err(|e| self.says(e))?.data)?;
                    }
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        functions += self.refuse_names(names)?;
                    }
                }
                _ => {}
            }
        }
        if functions == 0 { Err(format!("{}: has no names to look at", self.name)) } else { Ok(()) }
    }

    fn refuse_texts(&self, data: &[u8]) -> Result<()> {
        for text in ["panicked", "called `", "index out of bounds", ".rs"] {
            if data.windows(text.len()).any(|window| window == text.as_bytes()) {
                return Err(format!("{}: its data has the text {text:?}", self.name));
            }
        }
        Ok(())
    }

    /// How many names there were.
    fn refuse_names(&self, names: wasmparser::NameSectionReader) -> Result<usize> {
        let mut seen = 0;
        for name in names {
            let Name::Function(functions) = name.map_err(|e| self.says(e))? else { continue };
            for function in functions {
                let function = function.map_err(|e| self.says(e))?.name;
                if OF_PANICS.iter().any(|part| function.contains(part)) {
                    return Err(format!("{}: has the function {function}", self.name));
                }
                seen += 1;
            }
        }
        Ok(seen)
    }

    /// Valid without what engines of 2022 may lack: reference types, multiple values, extended constants, …
    pub fn suits_older_engines(&self) -> Result<()> {
        let features = WasmFeatures::MVP
            | WasmFeatures::MUTABLE_GLOBAL
            | WasmFeatures::SIGN_EXTENSION
            | WasmFeatures::SATURATING_FLOAT_TO_INT
            | WasmFeatures::BULK_MEMORY;
        Validator::new_with_features(features).validate_all(&self.bytes).map(drop).map_err(|e| self.says(e))
    }

    fn payloads(&self) -> Result<Vec<Payload<'_>>> {
        Parser::new(0).parse_all(&self.bytes).collect::<std::result::Result<_, _>>().map_err(|e| self.says(e))
    }

    fn says(&self, error: wasmparser::BinaryReaderError) -> String {
        format!("{}: {error}", self.name)
    }
}

/// What the linker noted: the extensions of WebAssembly that some object was compiled for.
fn target_features(data: &[u8]) -> wasmparser::Result<Vec<String>> {
    let mut reader = BinaryReader::new(data, 0);
    let count = reader.read_var_u32()?;
    (0..count).map(|_| Ok(format!("feature {}{}", char::from(reader.read_u8()?), reader.read_string()?))).collect()
}

fn kind(ty: TypeRef, types: &[FuncType]) -> String {
    match ty {
        TypeRef::Func(index) => types.get(index as usize).map_or("function".into(), signature),
        _ => "other".into(),
    }
}

fn signature(ty: &FuncType) -> String {
    let list = |values: &[ValType]| values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    format!("({}) -> ({})", list(ty.params()), list(ty.results()))
}
