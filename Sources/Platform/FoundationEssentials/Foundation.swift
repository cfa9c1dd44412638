// Only for macOS, where Foundation has no part of this name, and is part of the system.
@_exported import Foundation
