import Glibc

/// What libFuzzer calls: it has the program's `main`, makes inputs, and keeps those that reach code
/// which none has reached before.
@MainActor private enum Fuzzer {
  /// The format that is fuzzed.
  static var format = FuzzFormat.csv
}

/// Takes the format's name from the first argument, in whose place comes how long inputs may be; an
/// option that follows stands above it.
@_cdecl("LLVMFuzzerInitialize")
public func prepareFuzzer(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
  // Nobody's own settings.
  setenv("XDG_CONFIG_HOME", "/nonexistent", 1)
  let name = count.pointee > 1 ? arguments.pointee[1].map { String(cString: $0) } : nil
  // It is the first thread, which libFuzzer keeps.
  let limit = MainActor.assumeIsolated {
    guard let format = FuzzFormat.all.first(where: { $0.name == name }) else {
      print("usage: anode-fuzz FORMAT [libFuzzer's options] [CORPUS ...]")
      print("formats: \(FuzzFormat.all.map(\.name).joined(separator: " "))")
      exit(2)
    }
    Fuzzer.format = format
    return format.limit
  }
  arguments.pointee[1] = strdup("-max_len=\(limit)")
  return 0
}

/// Reads an input.
@_cdecl("LLVMFuzzerTestOneInput")
public func readInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  MainActor.assumeIsolated { _ = Fuzzer.format.read(input) }
  return 0
}
