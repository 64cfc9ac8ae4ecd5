//! Guests: how they are built, run and read.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::{fs, iter};

use rust_tests::{DIALECTS, Dialect, Result, project, trying};
use wait_timeout::ChildExt;
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// One folder for all of them, so that each dependency is compiled once.
const TARGET: &str = "build/test/net";

/// Builds the package in the folder with these arguments of cargo's, and gives the folder of what is built. One at a time:
/// they overwrite each other's.
fn build(package: &str, args: &[&str], linker: Option<&str>) -> Result<PathBuf> {
    let mut target = project(TARGET);
    let mut cargo = Command::new(env!("CARGO"));
    if let Some(linker) = linker {
        cargo.env("RUSTFLAGS", format!("-C linker={linker}"));
        target.push(linker);
    }
    cargo.current_dir(project(package)).env("CARGO_TARGET_DIR", &target);
    cargo.args(["build", "--quiet", "--locked", "--release"]).args(args);
    if trying("cargo", cargo.status())?.success() {
        Ok(target)
    } else {
        Err(format!("{package} does not build with {args:?}"))
    }
}

/// Where the tests' own guests are.
const GUESTS: &str = "rust-tests/tests/net/guests";

static BUILDING: Mutex<()> = Mutex::new(());

/// One of the tests' own guests, for a dialect: a module, also where programs are components in the end.
pub fn module(name: &str, dialect: Dialect) -> Result<PathBuf> {
    linked(name, dialect, None)
}

/// The same as its host runs it.
pub fn program(name: &str, dialect: Dialect) -> Result<PathBuf> {
    linked(name, dialect, dialect.component.then_some("wasm-component-ld"))
}

fn linked(name: &str, dialect: Dialect, linker: Option<&str>) -> Result<PathBuf> {
    let _turn = BUILDING.lock();
    let features = ["--no-default-features", "--features", dialect.name];
    let target = build(GUESTS, &[&["--target", "wasm32-wasip1"], &features[..]].concat(), linker)?;
    let folder = target.join("modules");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    let module = folder.join(format!("{name}-{dialect}.wasm"));
    let built = target.join(format!("wasm32-wasip1/release/{name}.wasm"));
    trying(built.display(), fs::copy(&built, &module))?;
    Ok(module)
}

/// The tour as a native program.
pub fn native_tour() -> Result<PathBuf> {
    let _turn = BUILDING.lock();
    Ok(build(GUESTS, &["--bin", "tour"], None)?.join("release/tour"))
}

/// What a program does is looked at, not how large it is or how fast: a third less to compile.
const QUICKLY: [&str; 3] = [
    "--config=profile.release.opt-level=0",
    "--config=profile.release.lto=false",
    "--config=profile.release.codegen-units=16",
];

/// A program of `examples/rust-net-<package>`.
pub fn example(package: &str, name: &str, dialect: &str) -> Result<PathBuf> {
    let _turn = BUILDING.lock();
    let args = ["--target", "wasm32-wasip1", "--no-default-features", "--features", dialect, "--bin", name];
    let target = build(&format!("examples/rust-net-{package}"), &[&args, &QUICKLY[..]].concat(), None)?;
    Ok(target.join(format!("wasm32-wasip1/release/{name}.wasm")))
}

/// What a program printed, and whether it went through.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub success: bool,
}

/// Runs a command with this standard input, for at most the time that any test has.
pub fn run(argv: &[OsString], stdin: Option<&Path>, output: &str) -> Result<Ran> {
    let files = ["stdout", "stderr"].map(|end| project(TARGET).join(format!("{output}.{end}")));
    let [stdout, stderr] = &files;
    let (program, args) = argv.split_first().ok_or("no program")?;
    let mut command = Command::new(program);
    command.args(args).stdout(trying("stdout", File::create(stdout))?).stderr(trying("stderr", File::create(stderr))?);
    match stdin {
        Some(path) => command.stdin(trying(path.display(), File::open(path))?),
        None => command.stdin(Stdio::null()),
    };
    let mut child = trying(program.display(), command.spawn())?;
    let status = trying("wait", child.wait_timeout(rust_tests::TIME_LIMIT))?;
    let [stdout, stderr] = files.map(|file| fs::read_to_string(file).unwrap_or_default());
    let Some(status) = status else {
        trying("kill", child.kill())?;
        trying("wait", child.wait())?;
        return Err(format!("it hangs; so far it said:\n{stdout}\n{stderr}"));
    };
    Ok(Ran { stdout, stderr, success: status.success() })
}

/// The command of a dialect's host, up to the program; it lets the guest reach loopback.
pub fn host(dialect: Dialect) -> Vec<OsString> {
    let rules = (!dialect.component).then(|| "--addr-pool=127.0.0.1/32,::1/128".into());
    iter::once(dialect.host().into()).chain(rules).collect()
}

/// Runs a program on the reference host; its output, or why it failed.
pub fn output(module: &Path, args: &[String], stdin: Option<&Path>) -> Result<String> {
    let [wamr, ..] = DIALECTS;
    let mut argv = host(wamr);
    argv.push(module.into());
    argv.extend(args.iter().map(Into::into));
    let name = module.file_stem().unwrap_or_default().to_string_lossy();
    let ran = run(&argv, stdin, &format!("{name}-{}", args.join("-").replace('/', "_")))?;
    if ran.success { Ok(ran.stdout) } else { Err(format!("{}{}", ran.stdout, ran.stderr)) }
}

/// What a module consists of.
#[derive(Debug, Default)]
pub struct Module {
    /// Its bytes without its custom sections, such as that of names.
    pub size: u64,
    /// The functions that it asks the host for.
    pub imports: BTreeSet<String>,
    /// The names of its functions.
    pub functions: Vec<String>,
}

/// Reads a module.
pub fn read(path: &Path) -> Result<Module> {
    let bytes = trying(path.display(), fs::read(path))?;
    let mut module = Module { size: bytes.len() as u64, ..Module::default() };
    for payload in Parser::new(0).parse_all(&bytes) {
        match trying(path.display(), payload)? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = trying(path.display(), import)?;
                    module.imports.insert(format!("{}.{}", import.module, import.name));
                }
            }
            Payload::CustomSection(section) => {
                // An id of one byte and a length stand before what the range covers.
                let range = section.range();
                let len = (range.end - range.start) as u64;
                module.size -= 1 + leb128(len) + len;
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names.into_iter().flatten() {
                        let Name::Function(functions) = name else { continue };
                        module.functions.extend(functions.into_iter().flatten().map(|naming| naming.name.to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(module)
}

/// The bytes of a number in a module.
fn leb128(number: u64) -> u64 {
    u64::from((64 - (number | 1).leading_zeros()).div_ceil(7))
}
