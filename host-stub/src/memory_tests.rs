// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;

/// Memory of 64 bytes with iovecs (base, length) from address 8 on.
fn with_iovecs(iovecs: &[(u32, u32)]) -> Vec<u8> {
    let mut bytes = vec![0; 64];
    let words = iovecs.iter().flat_map(|(base, len)| [*base, *len]).collect::<Vec<u32>>();
    Memory(&mut bytes).store_all(8, &words).unwrap();
    bytes
}

#[test]
fn a_range_may_end_at_the_end_and_no_later() {
    let mut bytes = [0; 16];
    let memory = Memory(&mut bytes);
    assert_eq!(memory.range(8, 8), Ok(8..16));
    assert_eq!(memory.range(16, 0), Ok(16..16));
    assert_eq!(memory.range(9, 8), Err(Errno::EFAULT));
    assert_eq!(memory.range(u32::MAX, u64::MAX), Err(Errno::EFAULT));
}

#[test]
fn records_need_their_alignment_and_an_address() {
    let mut bytes = [0; 16];
    let mut memory = Memory(&mut bytes);
    assert_eq!(memory.store(2, &7_u32), Err(Errno::EINVAL));
    assert_eq!(memory.store(0, &7_u32), Err(Errno::EFAULT));
    assert_eq!(memory.store(16, &7_u32), Err(Errno::EFAULT));
    assert_eq!(memory.store(12, &0x0102_0304_u32), Ok(()));
    assert_eq!(memory.bytes(12, 4), Ok(&[4, 3, 2, 1][..]));
    assert_eq!(memory.load::<u16>(12), Ok(0x0304));
}

#[test]
fn no_bytes_may_lie_at_null() {
    let mut bytes = [0; 16];
    let memory = Memory(&mut bytes);
    assert_eq!(memory.bytes(0, 0), Ok(&[][..]));
    assert_eq!(memory.bytes(0, 1), Err(Errno::EFAULT));
}

#[test]
fn counts_do_not_wrap() {
    let mut bytes = [0; 16];
    let memory = Memory(&mut bytes);
    assert_eq!(memory.array(8, 0x2000_0001, 8, 4), Err(Errno::EFAULT));
    assert_eq!(memory.iovecs(8, 1025), Err(Errno::EINVAL));
    assert_eq!(memory.iovecs(8, 1024), Err(Errno::EFAULT));
}

#[test]
fn an_iovec_must_lie_inside() {
    let mut bytes = with_iovecs(&[(60, 4), (60, 5)]);
    let memory = Memory(&mut bytes);
    assert_eq!(memory.iovecs(8, 1).map(|buffers| total(&buffers)), Ok(4));
    assert_eq!(memory.iovecs(8, 2), Err(Errno::EFAULT));
}

#[test]
fn buffers_are_lent_in_the_guests_order() {
    let mut bytes = with_iovecs(&[(50, 2), (0, 0), (40, 3)]);
    let mut memory = Memory(&mut bytes);
    let buffers = memory.iovecs(8, 3).unwrap();
    assert_eq!(total(&buffers), 5);
    let mut lent = memory.scatter(&buffers).unwrap();
    assert_eq!(lent.iter().map(|slice| slice.len()).collect::<Vec<_>>(), [2, 0, 3]);
    lent.first_mut().unwrap().copy_from_slice(b"ab");
    lent.last_mut().unwrap().copy_from_slice(b"cde");
    assert_eq!(memory.bytes(50, 2), Ok(&b"ab"[..]));
    assert_eq!(memory.bytes(40, 3), Ok(&b"cde"[..]));
}

#[test]
fn overlapping_buffers_are_not_lent() {
    let mut bytes = with_iovecs(&[(40, 4), (42, 4)]);
    let mut memory = Memory(&mut bytes);
    let buffers = memory.iovecs(8, 2).unwrap();
    assert!(memory.gather(&buffers).is_ok());
    assert_eq!(memory.scatter(&buffers).err(), Some(Errno::EINVAL));
}

#[test]
fn an_empty_buffer_inside_another_does_not_overlap() {
    let mut bytes = with_iovecs(&[(40, 4), (42, 0)]);
    let mut memory = Memory(&mut bytes);
    let buffers = memory.iovecs(8, 2).unwrap();
    assert!(memory.scatter(&buffers).is_ok());
}

#[test]
fn a_c_string_needs_its_nul() {
    let mut bytes = *b"-name\0tail";
    let memory = Memory(&mut bytes);
    assert_eq!(memory.c_string(1), Ok(&b"name"[..]));
    assert_eq!(memory.c_string(6), Err(Errno::EFAULT));
    assert_eq!(memory.c_string(0), Err(Errno::EFAULT));
    let mut long = vec![b'x'; 5000];
    assert_eq!(Memory(&mut long).c_string(1), Err(Errno::EINVAL));
}
