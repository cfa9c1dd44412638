import CDemos
import FoundationEssentials
import Glibc
import Interface
import NeuralODE

/// Where demos are found: in the folder that ANODE_DEMOS names, in `demos` of the working folder,
/// beside the installed program, or in the checkout that the program was built in; and those that
/// are part of the program, of which a demo of the same name in that folder takes the place. A folder
/// with lessons of its own is a course of its own, and likewise with exercises.
///
/// A folder that nobody named is followed only where it is this person's or root's (`isTrusted`): in
/// /tmp anybody may have put one.
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
    var found = ["demos"]
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      let place = URL(fileURLWithPath: program).deletingLastPathComponent()
      found.append(place.appendingPathComponent("../share/anode/demos").standardized.path)
      found.append(place.appendingPathComponent("../../../demos").standardized.path)
    }
    return folders + found.filter(isTrusted)
  }

  /// Is it a folder of this person's or of root's, into which not everybody can write? What is
  /// played without being named is to be nobody else's.
  static func isTrusted(_ folder: String) -> Bool {
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
    return (status.st_uid == getuid() || status.st_uid == 0) && status.st_mode & 0o002 == 0
  }

  /// The first of the folders that is there; nil when none is.
  static var folder: String? {
    folders.first { !names(in: $0).isEmpty }
  }

  /// Every demo of the library, by name; one that cannot be read is left out.
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

  /// Names of the demos that are part of the program, in alphabetical order.
  static let builtInNames: [String] = builtInFiles.filter { $0.hasSuffix(".demo") }
    .map { String($0.dropLast(5)) }

  /// Names of the files that are part of the program: demos, and weights beside them.
  static let builtInFiles: [String] = (0..<anode_file_count()).map {
    String(cString: anode_file_at($0).name)
  }

  /// The bytes of a file that is part of the program; nil when there is none of that name.
  static func builtInBytes(_ name: String) -> Data? {
    builtInFiles.firstIndex(of: name).map { index in
      let file = anode_file_at(index)
      return Data(bytes: file.bytes, count: file.size)
    }
  }

  /// The demo of that name that is part of the program; nil when there is none.
  private static func builtIn(_ name: String) throws -> Entry? {
    guard let text = builtInBytes("\(name).demo") else { return nil }
    return try entry(name, String(decoding: text, as: UTF8.self), path: "\(name).demo") {
      (model) throws(Safetensors.Failure) in
      guard let data = builtInBytes(model) else { throw .missing(model) }
      return try SavedModel(file: Safetensors(data: data))
    }
  }

  /// The lessons, in order.
  static var lessons: [Entry] {
    entries.filter { $0.script.lesson != nil }.sorted {
      ($0.script.lesson ?? 0) < ($1.script.lesson ?? 0)
    }
  }

  /// The exercises, in order.
  static var exercises: [Entry] {
    entries.filter { $0.script.exercise != nil }.sorted {
      ($0.script.exercise?.number ?? 0) < ($1.script.exercise?.number ?? 0)
    }
  }

  /// The demo in a file.
  static func entry(_ path: String) throws -> Entry {
    let text = try InputFile.demo.namedText(path)
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return try entry(name, text, path: path) { (model) throws(Safetensors.Failure) in
      try SavedModel(path: folder.appendingPathComponent(model).path)
    }
  }

  private static func entry(
    _ name: String, _ text: String, path: String, models: @escaping DemoScript.ModelReader
  ) throws -> Entry {
    do throws(DemoScript.Failure) {
      return Entry(
        name: name, path: path, script: try DemoScript(text, path: path, models: models))
    } catch {
      throw InputErrors(errors: [InputError(path: path, reason: error.description)])
    }
  }

  /// The demo of a name in the library, or in a file.
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
      reason: "there is no demo '\(name)'\(hint); anode demo --list names those there are")
  }
}
