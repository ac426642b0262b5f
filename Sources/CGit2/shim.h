#pragma once
#include <git2.h>
#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

/// glibc shows renameat2 only to programs that ask for GNU extensions, and syscall is variadic;
/// 1 is RENAME_NOREPLACE.
static inline int cgit2_rename_without_replacing(const char *from, const char *to) {
  return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 1u) == 0 ? 0 : errno;
}

/// Both names stay, each with the other's file; 2 is RENAME_EXCHANGE.
static inline int cgit2_exchange_names(const char *one, const char *other) {
  return syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, 2u) == 0 ? 0 : errno;
}
#endif

/// git_libgit2_opts is variadic, which Swift cannot call.
static inline int cgit2_set_extensions(const char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

/// An index entry's conflict stage is a macro over its flags, which Swift does not import.
static inline int cgit2_entry_stage(const git_index_entry *entry) {
  return git_index_entry_stage(entry);
}

/// Hashing every object that is read again is what git itself does not do either.
static inline int cgit2_set_strict_hash_verification(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}
