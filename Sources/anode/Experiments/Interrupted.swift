import Dispatch

/// A run that Ctrl-C ended in order.
struct Interrupted: Error {}
