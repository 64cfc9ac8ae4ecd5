// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A module that counts the instructions it executes, in a global of its own.
//!
//! The engine's fuel is no such count: it is taken for a function as a whole, with the branches that are not gone.
//! Here each run of instructions that are executed together is led in by an addition to the global. Free of charge
//! is what makes no code: `block`, `loop`, `else`, `end`, `return`, `nop`, `drop`, `unreachable`.

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, Instruction, Module,
    SectionId, ValType,
};
use wasmparser::{FunctionBody, GlobalSectionReader, ImportSectionReader, Parser};

/// Adds the counter; returns the module and the name of the exported global. The module is validated first, because the
/// additional global could make an invalid index valid.
pub fn metered(module: &[u8]) -> Result<(Vec<u8>, String), String> {
    wasmi::Module::validate(&wasmi::Engine::default(), module).map_err(|error| error.to_string())?;
    let mut counter = Counter { imported: 0, global: None, name: "instructions".into() };
    let mut counting = Module::new();
    counter.parse_core_module(&mut counting, Parser::new(0), module).map_err(|error| error.to_string())?;
    Ok((counting.finish(), counter.name))
}

struct Counter {
    /// How many globals are imported.
    imported: u32,
    /// The index of the counter, once it is added.
    global: Option<u32>,
    /// The name of its export, different from all others.
    name: String,
}

impl Counter {
    fn add_to(&mut self, globals: &mut GlobalSection, before: u32) {
        self.global = Some(self.imported + before);
        let global = GlobalType { val_type: ValType::I64, mutable: true, shared: false };
        globals.global(global, &ConstExpr::i64_const(0));
    }
}

impl Reencode for Counter {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut wasm_encoder::ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.clone().into_imports() {
            self.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Global(_)));
        }
        utils::parse_import_section(self, imports, section)
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let before = section.count();
        utils::parse_global_section(self, globals, section)?;
        self.add_to(globals, before);
        Ok(())
    }

    /// Adds a section to a module without globals.
    fn intersperse_section_hook(
        &mut self,
        module: &mut Module,
        _: Option<SectionId>,
        before: Option<SectionId>,
    ) -> Result<(), Error<Self::Error>> {
        use SectionId::{Code, Data, DataCount, Element, Export, Start};
        let is_behind = matches!(before, Some(Export | Start | Element | DataCount | Code | Data));
        if self.global.is_none() && is_behind {
            let mut globals = GlobalSection::new();
            self.add_to(&mut globals, 0);
            module.section(&globals);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for export in section.clone() {
            // Longer than every name that begins with it.
            while export.as_ref().is_ok_and(|export| export.name.starts_with(&self.name)) {
                self.name.push('\'');
            }
        }
        utils::parse_export_section(self, exports, section)?;
        self.global.into_iter().for_each(|global| {
            exports.export(&self.name, ExportKind::Global, global);
        });
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut reader = body.get_operators_reader()?;
        let mut run = Vec::new();
        while !reader.eof() {
            let instruction = self.parse_instruction(&mut reader)?;
            // What a branch may lead to begins a run; what may branch ends one.
            if matches!(instruction, Instruction::Loop(_) | Instruction::Else | Instruction::End) {
                self.count(&mut function, &mut run);
            }
            let ends = may_branch(&instruction);
            run.push(instruction);
            if ends {
                self.count(&mut function, &mut run);
            }
        }
        self.count(&mut function, &mut run);
        code.function(&function);
        Ok(())
    }
}

impl Counter {
    /// Emits a run, behind the addition of what it costs.
    fn count(&self, function: &mut Function, run: &mut Vec<Instruction<'_>>) {
        // The first may be a mark that other runs lead to as well.
        let cost = run.iter().filter(|instruction| !is_free(instruction)).count();
        if let (Some(global), 1..) = (self.global, cost) {
            let marks = run.iter().take_while(|instruction| is_free(instruction)).count();
            run.drain(..marks).for_each(|mark| {
                function.instruction(&mark);
            });
            function.instruction(&Instruction::GlobalGet(global));
            function.instruction(&Instruction::I64Const(cost as i64));
            function.instruction(&Instruction::I64Add);
            function.instruction(&Instruction::GlobalSet(global));
        }
        run.drain(..).for_each(|instruction| {
            function.instruction(&instruction);
        });
    }
}

fn may_branch(instruction: &Instruction<'_>) -> bool {
    matches!(
        instruction,
        Instruction::If(_)
            | Instruction::Br(_)
            | Instruction::BrIf(_)
            | Instruction::BrTable(..)
            | Instruction::Return
            | Instruction::Unreachable
    )
}

fn is_free(instruction: &Instruction<'_>) -> bool {
    matches!(
        instruction,
        Instruction::Nop
            | Instruction::Drop
            | Instruction::Block(_)
            | Instruction::Loop(_)
            | Instruction::Else
            | Instruction::End
            | Instruction::Return
            | Instruction::Unreachable
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the body of a function without parameters executes; `None` where it is not run.
    fn executed(body: &str) -> Option<u64> {
        executed_by(&format!("(module (func (export \"f\") (local i32) {body}))"))
    }

    fn executed_by(text: &str) -> Option<u64> {
        let (module, name) = metered(&wat::parse_str(text).ok()?).ok()?;
        let engine = wasmi::Engine::default();
        let mut store = wasmi::Store::new(&engine, ());
        let module = wasmi::Module::new(&engine, &module).ok()?;
        let instance = wasmi::Linker::new(&engine).instantiate_and_start(&mut store, &module).ok()?;
        instance.get_typed_func::<(), ()>(&store, "f").ok()?.call(&mut store, ()).ok()?;
        instance.get_global(&store, &name)?.get(&store).i64().map(i64::cast_unsigned)
    }

    #[test]
    fn what_is_valid_stays_so_and_what_is_not_does_not_become_it() {
        let globals = "(global (mut i64) (i64.const 1))";
        let reset = "(func (export \"f\") (global.set 1 (i64.const 0)))";
        assert_eq!(executed_by(&format!("(module {globals} {reset})")), None);
        assert_eq!(executed_by(&format!("(module {globals} (global (mut i64) (i64.const 1)) {reset})")), Some(2));
        let taken = "(memory 1) (export \"instructions\" (memory 0)) (func (export \"instructions'\"))";
        assert_eq!(executed_by(&format!("(module {taken} (func (export \"f\") (drop (i32.const 1))))")), Some(1));
    }

    #[test]
    fn only_what_is_executed_counts() {
        assert_eq!(executed("(drop (i32.const 1))"), Some(1));
        assert_eq!(executed("(block (br_if 0 (i32.const 1)) (local.set 0 (i32.const 2)))"), Some(2));
        assert_eq!(executed("(block (br_if 0 (i32.const 0)) (local.set 0 (i32.const 2)))"), Some(4));
        assert_eq!(executed("(if (i32.const 0) (then (local.set 0 (i32.const 2))) (else (nop)))"), Some(2));
        assert_eq!(executed("(return) (local.set 0 (i32.const 2))"), Some(0));
    }

    #[test]
    fn each_round_of_a_loop_counts() {
        let round = "(br_if 0 (i32.ne (i32.const 3) (local.tee 0 (i32.add (local.get 0) (i32.const 1)))))";
        assert_eq!(executed(&format!("(loop {round})")), Some(3 * 7));
        assert_eq!(executed(&format!("(block (loop {round})) (local.set 0 (i32.const 2))")), Some(3 * 7 + 2));
    }
}
