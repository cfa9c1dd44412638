import Glibc

/// Why a recording goes no further.
package enum CastError: Error, Equatable, CustomStringConvertible {
  /// It takes no more: errno. What has been written plays.
  case cannotWrite(path: String, Int32)

  /// For the person.
  package var description: String {
    switch self {
    case .cannotWrite(let path, let code):
      "\(path.printable): the recording ends here: \(systemMessage(code))"
    }
  }
}
