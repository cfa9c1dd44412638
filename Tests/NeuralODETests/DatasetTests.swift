import Foundation
@testable import Files
import NeuralODE
import Testing

@Suite("A data set has the points of its configuration") struct DatasetTests {
  @Test(
    "a data set has the requested number of points of each class",
    arguments: DatasetKind.ofPoints.filter { $0.dynamics == nil })
  func counts(kind: DatasetKind) {
    var data = DatasetConfiguration.published(kind)
    if kind != .canvas { (data.negativeCount, data.positiveCount) = (30, 50) }
    let dataset = Dataset(data, seed: 5)
    #expect(dataset.count == (kind == .canvas ? 0 : 80))
    if data.problem == .points {
      #expect(dataset.targets.count { $0 == -1 } == data.negativeCount)
    }
    #expect(dataset.inputs.allSatisfy { abs($0) < 3.5 })
    #expect(dataset == Dataset(data, seed: 5))
  }

  @Test("nested rings alternate between the classes, with gaps between them")
  func rings() {
    var data = DatasetConfiguration.published(.rings)
    for depth in 2...5 {
      data.depth = depth
      let dataset = Dataset(data, seed: 1)
      let unit = 1.7 / Double(2 * depth - 1)
      for row in 0..<dataset.count {
        let radius = hypot(dataset.inputs[2 * row], dataset.inputs[2 * row + 1]) / unit
        let band = Int(radius / 2)
        #expect(radius - Double(2 * band) <= 1 + 1e-9)
        #expect(dataset.targets[row] == (band % 2 == 0 ? -1 : 1))
      }
    }
  }

  @Test("held-out and training points make up the whole")
  func split() {
    var data = DatasetConfiguration.annulus
    data.heldOut = .share(0.25)
    let split = DataSplit(data, seed: 2)
    #expect(split.heldOut?.count == 500 && split.training.count == 1500)
    data.heldOut = .slice(from: 0, to: .pi / 5)
    let slice = DataSplit(data, seed: 2)
    for row in 0..<(slice.heldOut?.count ?? 0) {
      let x = slice.heldOut?.inputs[2 * row] ?? 0
      let y = slice.heldOut?.inputs[2 * row + 1] ?? 0
      #expect((0...Double.pi / 5).contains(atan2(y, x)))
    }
    #expect((slice.heldOut?.count ?? 0) + slice.training.count == 2000)
    // A tenth of the circle, of 2000 points: within five standard deviations.
    let deviation = (2000 * 0.1 * 0.9).squareRoot()
    let distance = abs(Double(slice.heldOut?.count ?? 0) - 200)
    #expect(distance < 5 * deviation)
    data.heldOut = .none
    #expect(DataSplit(data, seed: 2).training == Dataset(data, seed: 2))
  }

  @Test("a painted point is never held out, and does not change the split of the others")
  func paintedIsKept() {
    for heldOut: HeldOut in [.share(0.9), .slice(from: 0, to: 6.3)] {
      var data = DatasetConfiguration.annulus
      data.heldOut = heldOut
      let before = DataSplit(data, seed: 2).heldOut
      data.edits = [.add(x: 0.5, y: 0.25, target: 1), .add(x: 0.5, y: -0.25, target: -1)]
      let split = DataSplit(data, seed: 2)
      #expect(split.heldOut == before)
      #expect(split.training.inputs.suffix(4) == [0.5, 0.25, 0.5, -0.25])
    }
  }

  @Test("painted points are added and erased in order")
  func edits() {
    var data = DatasetConfiguration.published(.canvas)
    data.edits = [
      .add(x: 0, y: 0, target: 1), .add(x: 1, y: 0, target: -1), .erase(x: 0, y: 0, radius: 0.5),
      .add(x: 0.1, y: 0, target: -1),
    ]
    let dataset = Dataset(data, seed: 0)
    #expect(dataset.inputs == [1, 0, Double(Float(0.1)), 0] && dataset.targets == [-1, -1])
  }
}

@Suite("Points of a file are read, or the file is refused with a reason") struct CSVTests {
  private func points(
    _ text: String, label: String? = nil
  ) throws(TableFailure) -> PointList {
    try OwnTable(Table(bytes: Array(text.utf8)), OwnTable.Request(label: label)).learned
  }

  private func failure(_ text: String, label: String? = nil) -> String {
    do throws(TableFailure) {
      _ = try points(text, label: label)
      return ""
    } catch {
      return error.description
    }
  }

  @Test(
    "headers, quotes, line ends and blank lines are read; columns are standardised")
  func reading() throws {
    let text = "\u{FEFF}a,b,\"kind, so\"\r\n1,10,no\r\n\r\n 3 ,\"30\",yes\n"
    let points = try self.points(text)
    #expect(points.dimension == 2 && points.inputs == [-1, -1, 1, 1])
    #expect(points.targets == [-1, 1] && points.classNames == ["no", "yes"])
    let first = try self.points("1,0,5\n0,2,5\n1,4,5", label: "1")
    #expect(first.targets == [1, -1, 1] && first.inputs.suffix(1) == [0])
    #expect(try self.points(text, label: "kind, so") == points)
    // Numeric labels are sorted by value: 9 before 10.
    #expect(try self.points("0,0,10\n1,1,9").targets == [1, -1])
  }

  @Test(
    "a bad file is refused with the line and the reason",
    arguments: [
      ("", "no points"), ("a,b,c\n", "no points"), ("1\n", "line 1: 1 column"),
      ("1,2,x\n3,y,z\n", "line 2: column 2 is 'y'"), ("1,2,x\n3,4\n", "line 2: 2 columns"),
      ("1,2,x\n3,nan,y\n", "line 2: column 2 is 'nan'"), ("1,2,x\n3,4,\n", "line 2: has no label"),
      ("1,2,x\n3,4,x\n", "1 different labels"),
      ("1,2,\"x\n3,4,y\n", "line 1: a quotation mark"),
      ("1,2,x\n\n\"a\nb\",4,y\n", "line 3: column 1"),
    ])
  func refused(text: String, part: String) {
    let line = failure(text)
    #expect(line.contains(part), "\(line)")
  }

  @Test("the error for a missing label column lists the columns")
  func column() {
    #expect(failure("a,b,c\n1,2,3\n", label: "d").contains("'d'; it has a, b, c"))
    #expect(failure("1,2,3\n", label: "4").contains("it has 1, 2, 3"))
  }

  @Test("10,000 mutations of a file are read or refused")
  func mutations() {
    let text = Array("x,y,\"class\"\n1.5,-2e-1,a\n3,4,b\n\"5\",6,a\n".utf8)
    var generator = Xoshiro256(seed: 77)
    for _ in 0..<10_000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...127, using: &generator)
        case 1: if bytes.count > 1 { bytes.remove(at: place) }
        default: bytes.insert(Array(",\"\n1e".utf8)[place % 5], at: place)
        }
      }
      if let points = try? self.points(String(decoding: bytes, as: UTF8.self)) {
        let isFinite = points.inputs.allSatisfy { $0.isFinite }
        #expect(isFinite)
        #expect(points.inputs.count == points.targets.count * points.dimension)
      }
    }
  }
}
