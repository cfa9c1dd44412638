import CellGraphics
import Testing

@Suite struct PlotTests {
  @Test func ticksAreRoundNumbers() {
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

  @Test func decadesAndWhatLiesBetween() {
    let labels = Ticks.logarithmic(0.003, 1.2, count: 6).map { Ticks.label($0, step: $0) }
    #expect(labels == ["0.01", "0.1", "1"])
    #expect(
      Ticks.logarithmic(0.15, 0.6, count: 4).map { Ticks.label($0, step: 0.1) } == ["0.2", "0.5"])
    #expect(Ticks.logarithmic(1e-8, 1, count: 3).count <= 3)
    #expect(Ticks.logarithmic(0, 1, count: 3).isEmpty)
    #expect(Ticks.label(1e-5, step: 1e-5) == "1e-5")
    #expect(Ticks.label(0, step: 0.5) == "0.0")
  }

  private func drawn(
    _ series: [LineChart.Series], scale: LineChart.Scale = .linear, width: Int = 50,
    height: Int = 10
  ) -> CellGrid {
    var grid = CellGrid(width: width, height: height)
    LineChart(series: series, scale: scale, xName: "epoch")
      .draw(into: &grid, in: grid.bounds, glyphs: .unicode)
    return grid
  }

  @Test func curvesHaveNamesNumbersAndTicks() {
    let points = (0..<40).map { SIMD2(Float($0), 20 + Float($0) / 4) }
    let text = drawn([
      LineChart.Series(name: "NODE", note: "30", color: nil, points: points)
    ]).plainText
    #expect(text.contains("NODE 30"))
    #expect(text.contains("25┤"))
    #expect(text.contains("epoch"))
    #expect(text.contains("┬"))
  }

  @Test func oddSeriesAreDrawnAllTheSame() {
    let series: [[SIMD2<Float>]] = [
      [], [SIMD2(3, 5)], [SIMD2(0, 2), SIMD2(1, 2)], [SIMD2(.nan, .nan)],
      [SIMD2(0, 1), SIMD2(1, .nan), SIMD2(2, .infinity), SIMD2(3, 4)],
      [SIMD2(0, -1), SIMD2(1, 0), SIMD2(2, 1e-30)], [SIMD2(0, 3e38), SIMD2(1, -3e38)],
    ]
    for scale in [LineChart.Scale.linear, .logarithmic] {
      for points in series {
        for (width, height) in [(50, 10), (12, 4), (4, 3), (3, 2), (0, 0)] {
          let band = points.map { SIMD2($0.y - 1, $0.y + 1) }
          _ = drawn(
            [LineChart.Series(name: "a", color: nil, points: points, band: band)], scale: scale,
            width: width, height: height)
        }
      }
    }
  }

  @Test func namesOfEqualCurvesDoNotMeet() {
    let points: [SIMD2<Float>] = [SIMD2(0, 20), SIMD2(9, 20)]
    let text = drawn([
      LineChart.Series(name: "NODE", color: nil, points: points),
      LineChart.Series(name: "ANODE", color: nil, points: points),
    ]).plainText
    #expect(text.contains(" NODE") && text.contains("ANODE"))
  }
}
