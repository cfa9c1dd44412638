// The calls that Linux and macOS do not have in common, and those that Swift cannot import. No other file asks which
// system it is compiled for, except CLibrary.swift.
#ifndef ANODE_CSYSTEM_SHIM_H
#define ANODE_CSYSTEM_SHIM_H

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <crt_externs.h>
#include <limits.h>
#include <mach-o/dyld.h>
#else
#include <sys/prctl.h>
#endif

// MARK: Threads

// Starts a thread that nobody waits for: 0, or an errno.
static inline int shim_start_thread(void *_Nullable (*_Nonnull body)(void *_Nonnull), void *_Nonnull context) {
  pthread_t thread;
  int code = pthread_create(&thread, NULL, body, context);
  return code ? code : pthread_detach(thread);
}

// The name that debuggers and `top -H` show: Linux keeps 15 bytes of it, macOS 63.
static inline void shim_name_this_thread(const char *_Nonnull name) {
#if defined(__APPLE__)
  pthread_setname_np(name);
#else
  prctl(PR_SET_NAME, name);
#endif
}

// MARK: Signals

// Handles a signal, by its default action if the handler is NULL.
static inline void shim_handle(int number, void (*_Nullable handler)(int, siginfo_t *_Nullable, void *_Nullable), int flags,
                               struct sigaction *_Nullable previous) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_flags = flags;
  if (handler) {
    action.sa_flags |= SA_SIGINFO;
    action.sa_sigaction = handler;
  }
  sigaction(number, &action, previous);
}

static inline int shim_is_default(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_DFL;
}

static inline int shim_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

// Handlers with SA_ONSTACK run there.
static inline void shim_use_signal_stack(void *_Nonnull start, size_t size) {
  stack_t stack = {.ss_sp = start, .ss_size = size};
  sigaltstack(&stack, NULL);
}

// The signals of one system that end a process by default, by index; 0 after the last.
static inline int shim_own_signal(int index) {
#if defined(__APPLE__)
  static const int signals[] = {SIGEMT};
#else
  static const int signals[] = {SIGIO, SIGPWR, SIGSTKFLT};
#endif
  return index < (int)(sizeof signals / sizeof *signals) ? signals[index] : 0;
}

// MARK: Processes and files

// The program's file, with links resolved, to be freed; NULL if unknown.
static inline char *_Nullable shim_program_path(void) {
#if defined(__APPLE__)
  char path[PATH_MAX];
  uint32_t size = sizeof path;
  return _NSGetExecutablePath(path, &size) == 0 ? realpath(path, NULL) : NULL;
#else
  return realpath("/proc/self/exe", NULL);
#endif
}

// Starts a program with these descriptors as standard input and error, and no standard output: 0, or an errno.
static inline int shim_spawn(pid_t *_Nonnull process, const char *_Nonnull path,
                             char *_Nullable const *_Nonnull arguments, int input, int errors) {
#if defined(__APPLE__)
  char **environment = *_NSGetEnviron();
#else
  extern char **environ;
  char **environment = environ;
#endif
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  int code = posix_spawn(process, path, &actions, NULL, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

// When the file was last written, in seconds since 1970.
static inline double shim_time_written(const struct stat *_Nonnull status) {
#if defined(__APPLE__)
  struct timespec time = status->st_mtimespec;
#else
  struct timespec time = status->st_mtim;
#endif
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// MARK: Memory and sockets

// Makes shared memory that has a name and these bytes; 0 if it cannot.
static inline int shim_share(const char *_Nonnull name, const void *_Nonnull bytes, size_t count) {
  shm_unlink(name);
  int memory = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
  if (memory < 0) return 0;
  int is_shared = ftruncate(memory, (off_t)count) == 0;
#if defined(__APPLE__)
  // It can be mapped, but not written to.
  void *place = is_shared ? mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0) : MAP_FAILED;
  is_shared = place != MAP_FAILED;
  if (is_shared) {
    memcpy(place, bytes, count);
    munmap(place, count);
  }
#else
  // Written, not mapped: a full disk is then an error instead of a signal.
  for (size_t done = 0; is_shared && done < count;) {
    ssize_t written = write(memory, (const char *)bytes + done, count - done);
    is_shared = written > 0;
    if (is_shared) done += (size_t)written;
  }
#endif
  close(memory);
  if (!is_shared) shm_unlink(name);
  return is_shared;
}

// A socket to other programs of this machine, which no program that is started gets; -1 and errno if there is none.
static inline int shim_local_socket(void) {
#if defined(__APPLE__)
  int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
  if (descriptor >= 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptor;
#else
  return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
#endif
}

// Sends without SIGPIPE, which would end this program if the other end is closed: the count of bytes, or -1 and errno.
static inline ssize_t shim_send(int descriptor, const void *_Nullable bytes, size_t count) {
#if defined(__APPLE__)
  int isQuiet = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &isQuiet, sizeof isQuiet);
  return send(descriptor, bytes, count, 0);
#else
  return send(descriptor, bytes, count, MSG_NOSIGNAL);
#endif
}

#endif
