import Canvas
import Interface
import Platform

/// Handouts as files: a page for each lesson with its pictures, and an index for several.
enum HandoutFiles {
  private struct Place {
    /// With its folder.
    var page: String
    var format: PictureFormat

    /// A picture's name, as the page refers to it.
    func picture(_ index: Int) -> String {
      let stem = page.split(separator: "/").last.map { String($0.dropLast(3)) } ?? ""
      return "\(stem)-\(index < 9 ? "0" : "")\(index + 1)\(format.ending)"
    }

    /// The name with its folder.
    func path(_ index: Int) -> String {
      let folder = page.lastIndex(of: "/").map { page[...$0] } ?? ""
      return folder + picture(index)
    }
  }

  static func write(
    _ lessons: [DemoLibrary.Entry], isCourse: Bool, _ options: ParsedOptions
  ) throws {
    let format = options.has("png") ? PictureFormat.png : .svg
    if format == .png, CairoLibrary.shared == nil {
      throw MissingLibrary(
        wanted: "a PNG", package: System.cairoPackage, alternative: "without --png pictures are SVG"
      )
    }
    let permission = WritePermission.person(force: options.has("force"))
    let output = options.word("output")
    let isPage = !isCourse && (output?.hasSuffix(".md") ?? true)
    let folder = isPage ? "" : output ?? "."
    if isCourse, output?.hasSuffix(".md") ?? false {
      throw UsageError.badValue(
        command: "lesson", option: "--output", value: output ?? "",
        accepted: "a folder, for several pages", suggestion: nil)
    }
    let places = lessons.map { entry in
      Place(
        page: isPage ? output ?? "\(entry.name).md" : "\(folder)/\(entry.name).md",
        format: format)
    }
    let index = "\(folder)/index.md"
    // Before the work, not after it.
    if !folder.isEmpty { try WritePermission.makeFolder(folder, option: "--output") }
    var paths = isCourse ? [index] : []
    for (entry, place) in zip(lessons, places) {
      paths.append(place.page)
      paths += entry.script.captions.indices.map(place.path)
    }
    for path in paths { try permission.check(path, option: "--output") }
    var failures: [DemoFailure] = []
    for (entry, place) in zip(lessons, places) {
      let handout = Handout(entry.script, theme: PaperFigure.theme)
      try write(handout, place, by: permission)
      handout.failure.map { failures.append($0) }
    }
    if isCourse {
      try permission.write(indexText(lessons, places), to: index)
      try StandardOutput.write("\(index): \(lessons.count) lessons\n")
    }
    guard failures.isEmpty else {
      for failure in failures { Descriptor.complain("anode: \(failure)") }
      throw FallsShort()
    }
  }

  private static func write(
    _ handout: Handout, _ place: Place, by permission: WritePermission
  ) throws {
    var count = 0
    for (index, moment) in handout.moments.enumerated() {
      guard let screen = moment.screen else { continue }
      let picture = Picture(screen, PaperFigure.theme)
      try permission.write(picture.bytes(place.format), to: place.path(index))
      count += 1
    }
    try permission.write(handout.markdown(picture: place.picture), to: place.page)
    try StandardOutput.write("\(place.page.harmless): \(count) pictures\n")
  }

  private static func indexText(_ lessons: [DemoLibrary.Entry], _ places: [Place]) -> String {
    var text = "# Neural ODEs and Augmented Neural ODEs, lesson by lesson\n\n"
    text += "| lesson | section | time |\n|---|---|---|\n"
    for (entry, place) in zip(lessons, places) {
      let script = entry.script
      let page = place.page.split(separator: "/").last ?? ""
      let time = script.seconds.map(LessonTable.time) ?? ""
      text +=
        "| [\(script.lesson ?? 0). \(Markdown.escaped(script.title))](\(page)) "
        + "| \(Markdown.escaped(script.section)) | \(time) |\n"
    }
    return text
  }
}
