import Glibc

/// Why a recording cannot be begun, or goes no further.
package enum CastError: Error, Equatable, CustomStringConvertible {
  /// There is a file of that name.
  case exists(path: String)
  /// It cannot be opened: errno.
  case cannotOpen(path: String, Int32)
  /// It takes no more: errno. What has been written plays.
  case cannotWrite(path: String, Int32)

  /// For the person.
  package var description: String {
    switch self {
    case .exists(let path):
      "\(path.printable): there is a file of that name already (--force replaces it)"
    case .cannotOpen(let path, let code):
      "\(path.printable): cannot be written: \(systemMessage(code))"
    case .cannotWrite(let path, let code):
      "\(path.printable): the recording ends here: \(systemMessage(code))"
    }
  }
}
