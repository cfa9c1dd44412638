import Glibc

/// libFuzzer, from compiler-rt: runs `body` on inputs that it makes until it is told to stop.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

let names = FuzzFormat.all.map(\.name).joined(separator: " ")
guard CommandLine.argc > 1,
  let chosen = FuzzFormat.all.first(where: { $0.name == CommandLine.arguments[1] })
else {
  fputs("usage: anode-fuzz FORMAT [libFuzzer's options] [CORPUS ...]\nformats: \(names)\n", stderr)
  exit(2)
}

// Nobody's own settings, and nothing to wait for.
setenv("XDG_CONFIG_HOME", "/nonexistent", 1)

/// An input of libFuzzer's.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  // It is the first thread, which libFuzzer keeps.
  MainActor.assumeIsolated { _ = chosen.read(input) }
  return 0
}

// The limit comes first, so that an option of its own stands above it.
let words =
  [CommandLine.arguments[0], "-max_len=\(chosen.limit)"] + CommandLine.arguments.dropFirst(2)
var strings: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
var count = Int32(words.count)
let status = strings.withUnsafeMutableBufferPointer { buffer in
  var base = buffer.baseAddress
  return runFuzzer(&count, &base) { readOneInput($0, $1) }
}
exit(status)
