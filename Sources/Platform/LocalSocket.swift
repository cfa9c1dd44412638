import CSystem

/// Stream sockets to other programs of this machine, named by paths.
package enum LocalSocket {
  /// A socket on which `use` (`bind` or `connect`) has been called with the address of a path.
  ///
  /// - Returns: a descriptor that no started program gets; -1 if the call failed or the path is too
  ///   long.
  package static func open(
    _ path: [UInt8], _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let descriptor = shim_local_socket()
    guard descriptor >= 0 else { return -1 }
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        use(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if code == 0 { return descriptor }
    close(descriptor)
    return -1
  }
}
