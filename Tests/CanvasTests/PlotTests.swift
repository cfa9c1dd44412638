import Canvas
import Testing

@Suite("A chart shows its curves with round ticks and readable names") struct PlotTests {
  @Test("ticks are round numbers within the range, at most as many as asked for")
  func ticksAreRoundNumbers() {
    #expect(Ticks.linear(0, 22, count: 5) == [0, 5, 10, 15, 20])
    #expect(Ticks.linear(18, 33, count: 4) == [20, 25, 30])
    #expect(Ticks.linear(3, 3, count: 4) == [3])
    #expect(Ticks.linear(.nan, 3, count: 4).isEmpty)
    #expect(Ticks.linear(-1e30, 1e30, count: 3).count <= 3)
    for high in [0.001, 0.7, 1, 3, 19, 1e4, 3e7] {
      for count in 2...8 {
        let ticks = Ticks.linear(0, high, count: count)
        #expect(!ticks.isEmpty && ticks.count <= count)
        #expect(ticks.allSatisfy { $0 >= 0 && $0 <= high * 1.001 })
      }
    }
  }

  @Test("logarithmic ticks are decades, with 2 and 5 if these are few")
  func decadesAndWhatLiesBetween() {
    let labels = Ticks.logarithmic(0.003, 1.2, count: 6).map { Ticks.label($0, step: $0) }
    #expect(labels == ["0.01", "0.1", "1"])
    #expect(
      Ticks.logarithmic(0.15, 0.6, count: 4).map { Ticks.label($0, step: 0.1) } == ["0.2", "0.5"])
    #expect(Ticks.logarithmic(1e-8, 1, count: 3).count <= 3)
    #expect(Ticks.logarithmic(0, 1, count: 3).isEmpty)
    #expect(Ticks.label(1e-5, step: 1e-5) == "1e-5")
    #expect(Ticks.label(0, step: 0.5) == "0.0")
  }

  @Test(
    "labels of evenly spaced ticks are in evenly spaced rows", arguments: [6, 7, 8, 10, 13, 20])
  func evenRows(height: Int) {
    for (low, high) in [(1e-8, 1), (3e-5, 0.7), (0.2, 900), (1e-12, 1e-3)] as [(Float, Float)] {
      for scale in [LineChart.Scale.linear, .logarithmic] {
        let points = (0...20).map { k in
          SIMD2(Float(k), low + (high - low) * Float(20 - k) / 20)
        }
        let curve = LineChart.Series(name: "", color: nil, points: points)
        let grid = drawn([curve], scale: scale, height: height)
        // A tick is a mark on the axis, left of the plot.
        let column = (0..<grid.width).first { x in
          (0..<grid.height).contains { grid[x, $0].glyph == "┤" }
        }
        guard let column else { continue }
        let rows = (0..<grid.height).filter { grid[column, $0].glyph == "┤" }
        let distances = Set(zip(rows, rows.dropFirst()).map { $1 - $0 })
        #expect(distances.count <= 1, "\(low)…\(high), \(scale), \(height) rows: \(rows)")
      }
    }
  }

  @Test("a cell shared by two curves has its own colour, and neither curve looks broken")
  func meeting() {
    let one = Color(hex: 0xFF8700)
    let two = Color(hex: 0x00D7AF)
    let white = Color(hex: 0xFFFFFF)
    func curve(_ color: Color, _ y: Float) -> LineChart.Series {
      LineChart.Series(name: "", color: color, points: [SIMD2(0, y), SIMD2(10, y)])
    }
    var grid = CellGrid(width: 40, height: 8)
    var chart = LineChart(series: [curve(one, 1), curve(two, 1)], xName: "epoch")
    chart.meetingColor = white
    chart.minimumY = (low: 0, high: 2)
    grid.draw(
      chart.drawing(columns: grid.width, rows: grid.height), x: 0, y: 0,
      glyphs: .unicode)
    let colors = (0..<grid.height).flatMap { y in
      (0..<grid.width).compactMap { x -> Color? in
        let cell = grid[x, y]
        return (0x2801...0x28FF).contains(cell.glyph.value) && cell.style.isBold
          ? cell.style.foreground : nil
      }
    }
    #expect(!colors.isEmpty && colors.allSatisfy { $0 == white })
  }

  private func drawn(
    _ series: [LineChart.Series], scale: LineChart.Scale = .linear, width: Int = 50,
    height: Int = 10
  ) -> CellGrid {
    var grid = CellGrid(width: width, height: height)
    let chart = LineChart(series: series, scale: scale, xName: "epoch")
    grid.draw(
      chart.drawing(columns: width, rows: height), x: 0, y: 0, glyphs: .unicode)
    return grid
  }

  @Test("a curve has its name, its last value and ticks")
  func curvesHaveNamesNumbersAndTicks() {
    let points = (0..<40).map { SIMD2(Float($0), 20 + Float($0) / 4) }
    let text = drawn([
      LineChart.Series(name: "NODE", note: "30", color: nil, points: points)
    ]).plainText
    #expect(text.contains("NODE 30"))
    #expect(text.contains("25┤"))
    #expect(text.contains("epoch"))
    #expect(text.contains("┬"))
  }

  @Test("empty, constant and infinite series are drawn without nan or inf")
  func oddSeriesAreDrawnAllTheSame() {
    let series: [[SIMD2<Float>]] = [
      [], [SIMD2(3, 5)], [SIMD2(0, 2), SIMD2(1, 2)], [SIMD2(.nan, .nan)],
      [SIMD2(0, 1), SIMD2(1, .nan), SIMD2(2, .infinity), SIMD2(3, 4)],
      [SIMD2(0, -1), SIMD2(1, 0), SIMD2(2, 1e-30)], [SIMD2(0, 3e38), SIMD2(1, -3e38)],
    ]
    for scale in [LineChart.Scale.linear, .logarithmic] {
      for points in series {
        for (width, height) in [(50, 10), (12, 4), (4, 3), (3, 2), (0, 0)] {
          let band = points.map { SIMD2($0.y - 1, $0.y + 1) }
          let text = drawn(
            [LineChart.Series(name: "a", color: nil, points: points, band: band)], scale: scale,
            width: width, height: height
          ).plainText
          #expect(!text.contains("nan") && !text.contains("inf"))
        }
      }
    }
  }

  @Test("names of equal curves do not overlap")
  func namesOfEqualCurvesDoNotMeet() {
    let points: [SIMD2<Float>] = [SIMD2(0, 20), SIMD2(9, 20)]
    let text = drawn([
      LineChart.Series(name: "NODE", color: nil, points: points),
      LineChart.Series(name: "ANODE", color: nil, points: points),
    ]).plainText
    #expect(text.contains(" NODE") && text.contains("ANODE"))
  }

  @Test("a band is one area between two curves, split at holes; an isolated entry is a line")
  func bands() {
    var drawing = Drawing(columns: 20, rows: 5)
    let ink = Ink(Color(hex: 0x00FF00))
    drawing.band(
      [
        SIMD3(0, 2, 8), SIMD3(4, 1, 9), nil, SIMD3(9, 3, 5), nil, nil, SIMD3(20, 2, 8),
        SIMD3(24, 4, 4),
      ], ink)
    let lines = drawing.description.split(separator: "\n").dropFirst().map { $0.dropFirst(2) }
    #expect(
      lines == [
        "fill #00ff00 layer 0: 0.0,2.0 4.0,1.0 4.0,9.0 0.0,8.0",
        "stroke #00ff00 layer 0: 9.0,3.0 9.0,5.0",
        "fill #00ff00 layer 0: 20.0,2.0 24.0,4.0 24.0,4.0 20.0,8.0",
      ])
  }
}
