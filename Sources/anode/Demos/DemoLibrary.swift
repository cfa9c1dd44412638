import FoundationEssentials
import Interface

/// Where demos are found: in the folder that ANODE_DEMOS names, in `demos` of the working folder,
/// beside the installed program, or in the checkout that the program was built in.
enum DemoLibrary {
  /// A demo and where it is.
  struct Entry {
    var name: String
    var path: String
    var script: DemoScript
  }

  private static var folders: [String] {
    let environment = ProcessInfo.processInfo.environment
    var folders: [String] = []
    if let named = environment["ANODE_DEMOS"], !named.isEmpty { folders.append(named) }
    folders.append("demos")
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      let place = URL(fileURLWithPath: program).deletingLastPathComponent()
      folders.append(place.appendingPathComponent("../share/anode/demos").standardized.path)
      folders.append(place.appendingPathComponent("../../../demos").standardized.path)
    }
    return folders
  }

  /// The first of the folders that is there; nil when none is.
  static var folder: String? {
    folders.first { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .contains { $0.hasSuffix(".demo") }
    }
  }

  /// Every demo of the library, by name; one that cannot be read is left out.
  static var entries: [Entry] {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return [] }
    return names.sorted().filter { $0.hasSuffix(".demo") }.compactMap { name in
      try? entry(folder + "/" + name)
    }
  }

  /// The lessons, in order.
  static var lessons: [Entry] {
    entries.filter { $0.script.lesson != nil }.sorted {
      ($0.script.lesson ?? 0) < ($1.script.lesson ?? 0)
    }
  }

  /// The demo in a file.
  static func entry(_ path: String) throws -> Entry {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputErrors(errors: [InputError(path: path, reason: "cannot be read")])
    }
    guard data.count < 1 << 20, let text = String(validating: data, as: UTF8.self) else {
      throw InputErrors(errors: [InputError(path: path, reason: "is no text")])
    }
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    do throws(DemoScript.Failure) {
      return Entry(name: name, path: path, script: try DemoScript(text, path: path))
    } catch {
      throw InputErrors(errors: [InputError(path: path, reason: error.description)])
    }
  }

  /// The demo of a name in the library, or in a file.
  static func find(_ name: String, command: String) throws -> Entry {
    if name.contains("/") || name.hasSuffix(".demo") { return try entry(name) }
    if let folder, FileManager.default.fileExists(atPath: "\(folder)/\(name).demo") {
      return try entry("\(folder)/\(name).demo")
    }
    if FileManager.default.fileExists(atPath: name) { return try entry(name) }
    let names = entries.map(\.name)
    let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
    throw UsageError.refused(
      command: command,
      reason: "there is no demo '\(name)'\(hint); anode demo list names those there are")
  }
}
