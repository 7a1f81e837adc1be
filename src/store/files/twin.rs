//! For tests only: files in memory that fail at a chosen call, tear a write, fill up, and lose what was not
//! synced.
//!
//! Every call of [`Files`] and [`Appender`] counts, from 1. A test runs a scenario once to learn the number
//! of calls, then again with a fault at each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Appender, FileError, Files, Operation, Result};

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planned {
    /// The call does nothing and fails with this; later calls work.
    Fails(io::ErrorKind),
    /// A write leaves its first bytes (so many) and fails; other calls do nothing and fail.
    Tears(usize, io::ErrorKind),
    /// The program dies in the call, of which so many bytes are done (other calls: nothing); all later calls
    /// fail.
    Dies(usize),
    /// The program dies right after the call.
    DiesAfter,
}

#[derive(Clone, Default)]
struct Node {
    now: Vec<u8>,
    platter: Vec<u8>,
}

#[derive(Clone, Default)]
struct State {
    names: BTreeMap<PathBuf, usize>,
    platter_names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    nodes: Vec<Node>,
    calls: u64,
    plan: Option<(u64, Planned)>,
    dead: bool,
    capacity: Option<u64>,
}

/// A disk in memory. Clones share it.
#[derive(Clone, Default)]
pub struct MemoryDisk(Arc<Mutex<State>>);

impl MemoryDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// An independent copy of what is there now, without faults and with the count at 0.
    pub fn copy(&self) -> Self {
        let mut state = self.state().clone();
        (state.calls, state.plan, state.dead) = (0, None, false);
        Self(Arc::new(Mutex::new(state)))
    }

    /// Plans a fault for the `call`-th call from now on.
    pub fn plan(&self, call: u64, planned: Planned) {
        let mut state = self.state();
        let at = state.calls + call;
        state.plan = Some((at, planned));
    }

    /// Calls so far.
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    /// Limits the bytes of all files together; `None` lifts the limit.
    pub fn capacity(&self, bytes: Option<u64>) {
        self.state().capacity = bytes;
    }

    /// The machine is switched on again after a kill: what was written is there, synced or not.
    pub fn restart(&self) {
        let mut state = self.state();
        (state.dead, state.plan) = (false, None);
    }

    /// The power fails and comes back: names and bytes that were not synced are gone, but `kept` bytes of
    /// each unsynced growth.
    pub fn power_cut(&self, kept: usize) {
        let mut state = self.state();
        state.names = state.platter_names.clone();
        for node in &mut state.nodes {
            let grown = node.now.len() > node.platter.len() && node.now.starts_with(&node.platter);
            if grown {
                node.now.truncate(node.platter.len() + kept);
            } else {
                node.now.clone_from(&node.platter);
            }
            node.platter.clone_from(&node.now);
        }
        (state.dead, state.plan) = (false, None);
    }

    /// A file's bytes, past all faults.
    pub fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        let state = self.state();
        state.names.get(path).and_then(|node| state.nodes.get(*node)).map(|node| node.now.clone())
    }

    /// Puts a file there, past all faults, as if it had always been.
    pub fn put(&self, path: &Path, bytes: Vec<u8>) {
        let mut state = self.state();
        let node = state.nodes.len();
        state.nodes.push(Node { now: bytes.clone(), platter: bytes });
        state.names.insert(path.to_owned(), node);
        state.platter_names.insert(path.to_owned(), node);
    }

    /// All files, past all faults.
    pub fn all(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let state = self.state();
        let bytes = |node: &usize| state.nodes.get(*node).map(|node| node.now.clone()).unwrap_or_default();
        state.names.iter().map(|(path, node)| (path.clone(), bytes(node))).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call; says how many bytes of a write are done before it fails, if it does.
    fn call<T>(
        &self,
        operation: Operation,
        path: &Path,
        act: impl FnOnce(&mut State, usize) -> io::Result<T>,
    ) -> Result<T> {
        let mut state = self.state();
        state.calls += 1;
        let died = || io::Error::from(io::ErrorKind::BrokenPipe);
        let told = |error: io::Error| FileError::new(operation, path, &error);
        if state.dead {
            return Err(told(died()));
        }
        let planned = state.plan.filter(|(at, _)| *at == state.calls).map(|(_, planned)| planned);
        let writes = matches!(operation, Operation::Write | Operation::Append);
        match planned {
            None => act(&mut state, usize::MAX).map_err(told),
            Some(Planned::Fails(kind)) => Err(told(kind.into())),
            Some(Planned::Tears(done, kind)) => {
                if writes {
                    let _ = act(&mut state, done);
                }
                Err(told(kind.into()))
            }
            Some(Planned::Dies(done)) => {
                if writes {
                    let _ = act(&mut state, done);
                }
                state.dead = true;
                Err(told(died()))
            }
            Some(Planned::DiesAfter) => {
                let _ = act(&mut state, usize::MAX);
                state.dead = true;
                Err(told(died()))
            }
        }
    }
}

impl State {
    fn node(&mut self, path: &Path) -> io::Result<&mut Node> {
        let node = self.names.get(path).copied().ok_or(io::ErrorKind::NotFound)?;
        self.nodes.get_mut(node).ok_or(io::ErrorKind::NotFound.into())
    }

    /// Adds as many bytes as the plan and the capacity allow.
    fn add(&mut self, path: &Path, bytes: &[u8], most: usize) -> io::Result<()> {
        let used: usize =
            self.names.values().filter_map(|node| self.nodes.get(*node)).map(|n| n.now.len()).sum();
        let room = self.capacity.map_or(usize::MAX, |capacity| (capacity as usize).saturating_sub(used));
        let done = bytes.len().min(most).min(room);
        self.node(path)?.now.extend_from_slice(bytes.get(..done).unwrap_or_default());
        if room < bytes.len().min(most) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn make(&mut self, path: &Path) -> io::Result<()> {
        if path.parent().is_some_and(|folder| !self.folders.contains(folder)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.names.insert(path.to_owned(), self.nodes.len());
        self.nodes.push(Node::default());
        Ok(())
    }
}

impl Files for MemoryDisk {
    fn make_folder(&self, folder: &Path) -> Result<()> {
        self.call(Operation::MakeFolder, folder, |state, _| {
            state.folders.extend(folder.ancestors().map(Path::to_owned));
            Ok(())
        })
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>> {
        self.call(Operation::List, folder, |state, _| {
            if !state.folders.contains(folder) {
                return Err(io::ErrorKind::NotFound.into());
            }
            let inside = state.names.keys().filter(|path| path.parent() == Some(folder));
            Ok(inside.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect())
        })
    }

    fn folders(&self, folder: &Path) -> Result<Vec<String>> {
        self.call(Operation::List, folder, |state, _| {
            if !state.folders.contains(folder) {
                return Err(io::ErrorKind::NotFound.into());
            }
            let inside = state.folders.iter().filter(|path| path.parent() == Some(folder));
            Ok(inside.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect())
        })
    }

    fn len(&self, path: &Path) -> Result<u64> {
        self.call(Operation::Length, path, |state, _| Ok(state.node(path)?.now.len() as u64))
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>> {
        let bytes = self.call(Operation::Read, path, |state, _| Ok(state.node(path)?.now.clone()))?;
        if bytes.len() as u64 > limit { Err(FileError::too_long(path)) } else { Ok(bytes) }
    }

    fn read_at(&self, path: &Path, offset: u64, count: usize) -> Result<Vec<u8>> {
        self.call(Operation::Read, path, |state, _| {
            let bytes = &state.node(path)?.now;
            let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
            let to = from.saturating_add(count).min(bytes.len());
            Ok(bytes.get(from..to).unwrap_or_default().to_vec())
        })
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.call(Operation::Write, path, |state, most| {
            if state.names.contains_key(path) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            state.make(path)?;
            state.add(path, bytes, most)
        })
    }

    fn overwrite(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.call(Operation::Write, path, |state, most| {
            match state.names.contains_key(path) {
                true => state.node(path)?.now.clear(),
                false => state.make(path)?,
            }
            state.add(path, bytes, most)
        })
    }

    fn sync(&self, path: &Path) -> Result<()> {
        self.call(Operation::Sync, path, |state, _| {
            let node = state.node(path)?;
            node.platter.clone_from(&node.now);
            Ok(())
        })
    }

    fn sync_folder(&self, folder: &Path) -> Result<()> {
        self.call(Operation::SyncFolder, folder, |state, _| {
            let elsewhere = |path: &PathBuf| path.parent() != Some(folder);
            state.platter_names.retain(|path, _| elsewhere(path));
            let here: Vec<_> = state.names.iter().filter(|(path, _)| !elsewhere(path)).collect();
            let here: Vec<_> = here.into_iter().map(|(path, node)| (path.clone(), *node)).collect();
            state.platter_names.extend(here);
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.call(Operation::Rename, to, |state, _| {
            let node = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
            state.names.insert(to.to_owned(), node);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> Result<()> {
        self.call(Operation::Remove, path, |state, _| {
            state.names.remove(path);
            Ok(())
        })
    }

    fn truncate(&self, path: &Path, length: u64) -> Result<()> {
        self.call(Operation::Truncate, path, |state, _| {
            let node = state.node(path)?;
            node.now.resize(usize::try_from(length).unwrap_or(usize::MAX), 0);
            node.platter.clone_from(&node.now);
            Ok(())
        })
    }

    fn appender(&self, path: &Path) -> Result<Box<dyn Appender>> {
        self.call(Operation::Open, path, |state, _| state.node(path).map(|_| ()))?;
        Ok(Box::new(Open { disk: self.clone(), path: path.to_owned() }))
    }
}

struct Open {
    disk: MemoryDisk,
    path: PathBuf,
}

impl Appender for Open {
    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.disk.call(Operation::Append, &self.path, |state, most| state.add(&self.path, bytes, most))
    }

    fn sync_data(&mut self) -> Result<()> {
        self.disk.call(Operation::Sync, &self.path, |state, _| {
            let node = state.node(&self.path)?;
            node.platter.clone_from(&node.now);
            Ok(())
        })
    }
}
