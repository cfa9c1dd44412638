import CDemos
import FoundationEssentials
import Platform
import Interface
import NeuralODE

/// Demos come from the first of these folders: the one in ANODE_DEMOS, `demos` in the working
/// folder, beside the installed program, or in the checkout of the build. Built-in demos are added
/// unless the folder has one of the same name; a folder with lessons replaces all built-in lessons,
/// and likewise with exercises.
///
/// A folder that the user did not name is used only if it is trusted: anyone can put one in /tmp.
enum DemoLibrary {
  struct Entry {
    var name: String
    var path: String
    var script: DemoScript
  }

  private static var folders: [String] {
    let environment = ProcessInfo.processInfo.environment
    var folders: [String] = []
    if let named = environment["ANODE_DEMOS"], !named.isEmpty { folders.append(named) }
    var found = ["demos"]
    if let program = programPath {
      let place = URL(fileURLWithPath: program).deletingLastPathComponent()
      found.append(place.appendingPathComponent("../share/anode/demos").standardized.path)
      found.append(place.appendingPathComponent("../../../demos").standardized.path)
    }
    return folders + found.filter(isTrusted)
  }

  /// Whether this user or root owns the folder, and not everyone can write to it.
  static func isTrusted(_ folder: String) -> Bool {
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
    return (status.st_uid == getuid() || status.st_uid == 0) && status.st_mode & 0o002 == 0
  }

  /// The first folder with demos.
  static var folder: String? {
    folders.first { !names(in: $0).isEmpty }
  }

  /// Every demo, by name, without the unreadable ones.
  static var entries: [Entry] {
    let own =
      folder.map { folder in
        names(in: folder).compactMap { try? entry("\(folder)/\($0).demo") }
      } ?? []
    let taken = Set(own.map(\.name))
    let hasLessons = own.contains { $0.script.lesson != nil }
    let hasExercises = own.contains { $0.script.exercise != nil }
    let others = builtInNames.filter { !taken.contains($0) }.compactMap { try? builtIn($0) }
      .filter {
        !(hasLessons && $0.script.lesson != nil) && !(hasExercises && $0.script.exercise != nil)
      }
    return (own + others).sorted { $0.name < $1.name }
  }

  private static func names(in folder: String) -> [String] {
    (SystemPath.names(in: folder) ?? [])
      .filter { $0.hasSuffix(".demo") }.map { String($0.dropLast(5)) }
  }

  /// In alphabetical order.
  static let builtInNames: [String] = builtInFiles.filter { $0.hasSuffix(".demo") }
    .map { String($0.dropLast(5)) }

  /// Demos, and weights beside them.
  static let builtInFiles: [String] = (0..<anode_file_count()).map {
    String(cString: anode_file_at($0).name)
  }

  static func builtInBytes(_ name: String) -> Data? {
    builtInFiles.firstIndex(of: name).map { index in
      let file = anode_file_at(index)
      return Data(bytes: file.bytes, count: file.size)
    }
  }

  private static func builtIn(_ name: String) throws -> Entry? {
    guard let text = builtInBytes("\(name).demo") else { return nil }
    return try entry(name, String(decoding: text, as: UTF8.self), path: "\(name).demo") {
      (model) throws(Safetensors.Failure) in
      guard let data = builtInBytes(model) else { throw .missing(model) }
      return try SavedModel(file: Safetensors(data: data))
    }
  }

  /// In order.
  static var lessons: [Entry] {
    entries.filter { $0.script.lesson != nil }.sorted {
      ($0.script.lesson ?? 0) < ($1.script.lesson ?? 0)
    }
  }

  /// In order.
  static var exercises: [Entry] {
    entries.filter { $0.script.exercise != nil }.sorted {
      ($0.script.exercise?.number ?? 0) < ($1.script.exercise?.number ?? 0)
    }
  }

  static func entry(_ path: String) throws -> Entry {
    let text = try reading(path) { try InputFile.demo.text(of: path) }
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return try entry(name, text, path: path) { (model) throws(Safetensors.Failure) in
      try SavedModel(path: folder.appendingPathComponent(model).path)
    }
  }

  private static func entry(
    _ name: String, _ text: String, path: String, models: @escaping DemoScript.ModelReader
  ) throws -> Entry {
    let script = try reading(path) { try DemoScript(text, path: path, models: models) }
    return Entry(name: name, path: path, script: script)
  }

  /// By a name in the library, or in a file.
  static func find(_ name: String, command: String) throws -> Entry {
    if name.contains("/") || name.hasSuffix(".demo") { return try entry(name) }
    if let folder, SystemPath.exists("\(folder)/\(name).demo") {
      return try entry("\(folder)/\(name).demo")
    }
    if SystemPath.exists(name) { return try entry(name) }
    if let entry = try builtIn(name) { return entry }
    let names = entries.map(\.name)
    let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
    throw UsageError.refused(
      command: command,
      reason: "there is no demo '\(name)'\(hint); anode demo --list lists them")
  }
}
