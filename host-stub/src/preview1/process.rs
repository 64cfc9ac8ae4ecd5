// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Arguments, environment, clocks, random bytes and the end of the guest.

use rustix::rand::GetRandomFlags;
use rustix::time::{ClockId, Timespec, clock_getres, clock_gettime};

use crate::arg::{Address, Buffer, Out};
use crate::errno::{Answer, Errno};
use crate::import::Module;
use crate::memory::Memory;
use crate::state::Host;

pub fn add(module: &mut Module<'_>) {
    module.add("args_sizes_get", "count bytes", |host: &mut Host<'_>, count: Out<u32>, bytes: Out<u32>| {
        sizes(&mut host.memory, &host.state.args, count, bytes)
    });
    module.add("args_get", "pointers strings", |host: &mut Host<'_>, pointers: Address, strings: Address| {
        strings_get(&mut host.memory, &host.state.args, pointers, strings)
    });
    module.add("environ_sizes_get", "count bytes", |host: &mut Host<'_>, count: Out<u32>, bytes: Out<u32>| {
        sizes(&mut host.memory, &host.state.env, count, bytes)
    });
    module.add("environ_get", "pointers strings", |host: &mut Host<'_>, pointers: Address, strings: Address| {
        strings_get(&mut host.memory, &host.state.env, pointers, strings)
    });
    module.add("clock_res_get", "id resolution", |host: &mut Host<'_>, id: u32, resolution: Out<u64>| {
        resolution.store(&mut host.memory, nanoseconds(clock_getres(clock(id)?)))
    });
    module.add("clock_time_get", "id precision time", |host: &mut Host<'_>, id: u32, _: u64, time: Out<u64>| {
        time.store(&mut host.memory, now(clock(id)?))
    });
    module.add("random_get", "buffer", random_get);
    module.add("sched_yield", "", |_: &mut Host<'_>| {
        std::thread::yield_now();
        Ok(())
    });
    module.add("proc_raise", "signal", |_: &mut Host<'_>, _: u8| Err(Errno::ENOTSUP));
    module.add_final("proc_exit", "code", |host: &mut Host<'_>, code: i32| {
        host.state.exit_code = Some(code);
        Ok(())
    });
}

/// The clock of a WASI clock id; `EINVAL` for an unknown one.
pub fn clock(id: u32) -> Result<ClockId, Errno> {
    match id {
        0 => Ok(ClockId::Realtime),
        1 => Ok(ClockId::Monotonic),
        2 => Ok(ClockId::ProcessCPUTime),
        3 => Ok(ClockId::ThreadCPUTime),
        _ => Err(Errno::EINVAL),
    }
}

/// The time of the clock, in nanoseconds.
pub fn now(clock: ClockId) -> u64 {
    nanoseconds(clock_gettime(clock))
}

fn nanoseconds(time: Timespec) -> u64 {
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    seconds.saturating_mul(1_000_000_000).saturating_add(time.tv_nsec.unsigned_abs())
}

/// The number of strings, and of their bytes with a NUL each.
fn sizes(memory: &mut Memory<'_>, strings: &[String], count: Out<u32>, bytes: Out<u32>) -> Answer {
    let total = strings.iter().map(|string| string.len() + 1).sum::<usize>();
    count.store(memory, u32::try_from(strings.len()).map_err(|_| Errno::E2BIG)?)?;
    bytes.store(memory, u32::try_from(total).map_err(|_| Errno::E2BIG)?)
}

/// The strings one behind the other, and a pointer to each.
fn strings_get(memory: &mut Memory<'_>, strings: &[String], pointers: Address, area: Address) -> Answer {
    let mut pointer = area.0;
    let mut starts = Vec::with_capacity(strings.len());
    for string in strings {
        let bytes = [string.as_bytes(), b"\0"].concat();
        let len = u32::try_from(bytes.len()).map_err(|_| Errno::E2BIG)?;
        memory.bytes_mut(pointer, len)?.copy_from_slice(&bytes);
        starts.push(pointer);
        pointer = pointer.checked_add(len).ok_or(Errno::EFAULT)?;
    }
    memory.store_all(pointers.0, &starts)
}

fn random_get(host: &mut Host<'_>, buffer: Buffer) -> Answer {
    let mut rest = host.memory.bytes_mut(buffer.ptr, buffer.len)?;
    while !rest.is_empty() {
        let filled = rustix::io::retry_on_intr(|| rustix::rand::getrandom(&mut *rest, GetRandomFlags::empty()))?;
        rest = rest.get_mut(filled..).unwrap_or_default();
    }
    Ok(())
}
