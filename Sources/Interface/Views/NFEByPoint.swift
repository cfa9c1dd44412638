import Canvas
import LiveSession

extension View {
  package static let samples: View = {
    var view = View(
      model: "samples", "NFE by point",
      "how many evaluations each point needs by itself",
      explanation: (
        "NFE by point",
        "Each point is solved alone, with its own steps: one row for each NFE, coloured by "
          + "class. A batch is solved as one system with an average error, so easy points take the steps "
          + "of hard ones, which hide among them. Which class is the hard one?"
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      HistogramPicture(snapshot: snapshot, color: context.color, look: context.look)
        .draw(into: &drawing, in: drawing.bounds)
    }
    view.parts.insert(.sampleNFE)
    view.probeRow = nil
    view.suits = { $0.model.family.isFlow }
    return view
  }()
}

extension Probe where Value == [Int]? {
  /// NFE of each probe point solved by itself, 0 if that fails; nil for a ResNet.
  static var sampleNFE: Self {
    Self("sampleNFE", .likeMaps, blank: nil) { album in
      album.evaluator.sampleNFE(of: album.probeSet.points, offsets: album.probeSet.offsets)
    }
  }
}

private struct HistogramPicture {
  let snapshot: Snapshot
  let color: Color?
  let look: Look

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard let counts = snapshot[.sampleNFE], !counts.isEmpty, rect.width >= 20, rect.height >= 5
    else {
      look.say("solving each point", into: &drawing, in: rect)
      return
    }
    let solved = counts.filter { $0 > 0 }
    let failed = counts.count - solved.count
    let low = solved.min() ?? 0
    let high = solved.max() ?? 0
    let mean = solved.isEmpty ? 0 : Double(solved.reduce(0, +)) / Double(solved.count)
    drawing.write(
      look.fitting(
        [
          "points alone need \(low) to \(high), \(NumberText.fixed(mean, 1)) on average; "
            + "together \(snapshot.nfe)",
          "alone \(low)\u{2013}\(high), together \(snapshot.nfe)",
        ], rect.width), x: rect.x, y: rect.y, style: look.bold, maxWidth: rect.width)
    drawBars(
      solved, failed: failed, into: &drawing,
      in: Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1))
  }

  private var isBySign: Bool { (snapshot[.spaces].first?.meaning ?? .signs) == .signs }

  private func drawBars(_ solved: [Int], failed: Int, into drawing: inout Drawing, in rect: Rect) {
    let labels = snapshot[.spaces].first?.labels ?? []
    var tally: [Int: (negative: Int, positive: Int)] = [:]
    for (point, count) in (snapshot[.sampleNFE] ?? []).enumerated() where count > 0 {
      let isNegative = point < labels.count && labels[point] < 0
      tally[count, default: (0, 0)].negative += isNegative ? 1 : 0
      tally[count, default: (0, 0)].positive += isNegative ? 0 : 1
    }
    var rows = tally.keys.sorted()
    let room = rect.height - (failed > 0 ? 1 : 0)
    // Neighbouring values share a row if there are too many.
    let step = max(1, (rows.count + room - 1) / max(1, room))
    rows = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
    let groups = rows.enumerated().map { index, first in
      let next = index + 1 < rows.count ? rows[index + 1] : Int.max
      return (first, tally.filter { $0.key >= first && $0.key < next }.values)
    }
    let most = groups.map { $0.1.reduce(0) { $0 + $1.negative + $1.positive } }.max() ?? 1
    let gutter = 6
    // Room for the count beside the longest bar, and for the word where there is plenty.
    let beside = 1 + String(most).count + (rect.width >= 44 ? 9 : 0)
    for (offset, group) in groups.enumerated() {
      let y = rect.y + offset
      drawing.write(
        String(group.0), x: rect.x, y: y, width: gutter - 1, alignment: .right, style: look.dim)
      let negative = group.1.reduce(0) { $0 + $1.negative }
      let positive = group.1.reduce(0) { $0 + $1.positive }
      let width = rect.width - gutter - beside
      let total = (negative + positive) * width / max(1, most)
      let first = negative * total / max(1, negative + positive)
      let isTogether = group.0 == snapshot.nfe
      for k in 0..<max(1, total) {
        let label: Float = k < first || (total == 0 && negative > 0) ? -1 : 1
        let glyph = look.theme.isMono ? look.theme.classGlyph(label) : Glyph.block
        drawing.put(
          glyph, x: rect.x + gutter + k, y: y,
          style: Style(isBySign ? look.theme.classColor(label) : color))
      }
      let number = " \(negative + positive)"
      let rest = rect.width - gutter - max(1, total)
      drawing.write(
        isTogether ? look.fitting([number + " together", number], rest) : number,
        x: rect.x + gutter + max(1, total), y: y, style: isTogether ? look.bold : look.dim,
        maxWidth: rest)
    }
    if failed > 0 {
      drawing.write(
        "\(failed) cannot be solved", x: rect.x, y: rect.maxY - 1,
        style: Style(look.theme.bad, bold: true), maxWidth: rect.width)
    }
  }
}
