import NeuralODE

/// The options that say which images are learned, common to all commands that learn images.
package enum ImageOptions {
  /// Their descriptions, but for the source's own.
  package static let descriptions: [OptionDescription] = [
    .init(
      "size", "N", .integer(2...1024), default: "as they are",
      "pixels of a side that images are averaged down to"),
    .init(
      "limit", "N", .integer(1...10_000_000), default: "all",
      "images to train on, and images held out, at most"),
  ]

  /// The source that an option names, or the default.
  package static func source(
    _ options: ParsedOptions, option: String, default text: String,
    forms: [String] = ImageSource.forms
  ) throws(UsageError) -> ImageSource {
    let text = options.word(option) ?? text
    guard let source = ImageSource(text) else {
      throw .badValue(
        command: options.command.name, option: "--\(option)", value: text,
        accepted: SettingKind.list(forms), suggestion: nearest(to: text, among: forms))
    }
    return source
  }

  /// The options that name a duel's images, as typed.
  static func words(_ options: ParsedOptions) -> [String] {
    ["images", "size", "limit"].flatMap { name in
      options.texts[name].map { ["--\(name)", $0] } ?? []
    }
  }

  /// Reads a source's images.
  ///
  /// - Throws: `InputErrors` for files that are not as they should be.
  package static func load(_ source: ImageSource, _ options: ParsedOptions) throws -> ImageSet {
    do throws(ImageFailure) {
      return try source.load(size: options.integer("size"), limit: options.integer("limit"))
    } catch {
      throw InputErrors(errors: [InputError(path: error.path, reason: error.reason)])
    }
  }
}
