//! Reading and writing the vault's own layout: little-endian, every length limited, nothing left over.

/// What is wrong with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum LayoutError {
    /// They end too early, or a length is above its limit.
    #[error("cut short")]
    Short,
    /// Bytes follow the end.
    #[error("bytes left over")]
    LeftOver,
}

/// Takes values off the front of a slice.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], LayoutError> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or(LayoutError::Short)?;
        self.rest = rest;
        Ok(head)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], LayoutError> {
        self.take(N)?.try_into().map_err(|_| LayoutError::Short)
    }

    pub(super) fn u8(&mut self) -> Result<u8, LayoutError> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    pub(super) fn u16(&mut self) -> Result<u16, LayoutError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(super) fn u32(&mut self) -> Result<u32, LayoutError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn u64(&mut self) -> Result<u64, LayoutError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// A u32 length of at most `limit`, then that many bytes.
    pub(super) fn counted(&mut self, limit: usize) -> Result<&'a [u8], LayoutError> {
        let count = usize::try_from(self.u32()?).map_err(|_| LayoutError::Short)?;
        if count > limit { Err(LayoutError::Short) } else { self.take(count) }
    }

    pub(super) fn end(self) -> Result<(), LayoutError> {
        if self.rest.is_empty() { Ok(()) } else { Err(LayoutError::LeftOver) }
    }
}

/// Appends a u32 length and the bytes. Callers keep every part far below 4 GiB.
pub(super) fn put_counted(out: &mut Vec<u8>, bytes: &[u8]) {
    let count = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(bytes);
}

/// A u16 count, little-endian. Callers keep every list far below 65,536.
pub(super) fn count(n: usize) -> [u8; 2] {
    u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes()
}
