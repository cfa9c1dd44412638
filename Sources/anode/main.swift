import Terminal
import CellGraphics
import Glibc
final class P: TerminalProgram {
  var isAnimated = true
  var wantsMouse = true
  var last = ""
  func handle(_ e: InputEvent) -> Reaction { last = "\(e)"; if last.contains("X") { print([1,2][last.utf8.count]) }; if e == .key(.character("q")) { return .quit }; if e == .key(.character(" ")) { isAnimated.toggle() }; return .redraw }
  func wake() -> Bool { true }
  func draw(width: Int, height: Int, time: Double) -> CellGrid {
    var g = CellGrid(width: width, height: height)
    for y in 0..<height { for x in 0..<width { g[x, y] = Cell(Unicode.Scalar(0x2800 + UInt32((x * 7 + y * 3 + Int(time * 20)) % 256)) ?? " ", Style(Color(UInt8(x % 256), UInt8((y * 4) % 256), 120))) } }
    for (i, c) in last.unicodeScalars.enumerated() { g[i, 0] = Cell(c, Style(nil, bold: true)) }
    return g
  }
}
do {
  let t = try Terminal()
  let e = t.run(P())
  t.close()
  e.exit()
} catch { print("\(error)"); exit(2) }
