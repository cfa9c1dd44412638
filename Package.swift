// swift-tools-version: 6.0
import Foundation
import PackageDescription

// One CPU for every target: cross-module optimisation inlines the kernels of `Lanes` into their callers, so a
// kernel compiled for AVX-512 must not meet a caller compiled for less. `ANODE_CPU` names it as clang's `-march`
// does (default: native). The kernels cannot ask the compiler what that CPU has, so the two facts they depend on
// are worked out here: is there a fused multiply-add (without one, `addingProduct` is a slow library call), and
// are vectors 512 bits wide.
let cpu = Context.environment["ANODE_CPU"].flatMap { $0.isEmpty ? nil : $0 } ?? "native"

/// What the chosen CPU has: (fused multiply-add, 512-bit vectors).
func features(of cpu: String) -> (fma: Bool, wide: Bool) {
  #if arch(arm64)
    return (true, false)
  #else
    switch cpu {
    case "native":
      let flags = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      return (flags.contains(" fma"), flags.contains(" avx512f") && flags.contains(" avx512vl"))
    case "x86-64", "x86-64-v2", "nehalem", "westmere", "sandybridge", "ivybridge":
      return (false, false)
    case "x86-64-v4", "skylake-avx512", "cascadelake", "icelake-server", "sapphirerapids", "znver4",
      "znver5":
      return (true, true)
    default:
      return (true, false)
    }
  #endif
}

let has = features(of: cpu)
var settings: [SwiftSetting] = [.swiftLanguageMode(.v6)]
// x86-64 is what compilers take anyway. Without the flag, packages may depend on a *version* of this one, which SwiftPM
// forbids of packages with unsafe flags (by path, branch or revision they may, whatever the CPU).
if cpu != "x86-64" { settings.append(.unsafeFlags(["-Xcc", "-march=\(cpu)"])) }
if has.fma { settings.append(.define("ANODE_FMA")) }
if has.wide { settings.append(.define("ANODE_WIDE")) }

let package = Package(
  name: "anode",
  products: [
    .executable(name: "anode", targets: ["anode"]),
    .library(name: "NeuralODE", targets: ["NeuralODE"]),
  ],
  targets: [
    .target(name: "Lanes"),
    .target(name: "DifferentialEquations", dependencies: ["Lanes"]),
    .target(
      name: "NeuralODE", dependencies: ["DifferentialEquations", "Lanes", "CZlib", "CJPEG"]),
    .target(name: "LiveSession", dependencies: ["NeuralODE", "DifferentialEquations"]),
    .target(name: "CellGraphics"),
    .target(
      name: "Experiments", dependencies: ["NeuralODE", "DifferentialEquations", "CellGraphics"]),
    .target(
      name: "Interface",
      dependencies: ["LiveSession", "CellGraphics", "NeuralODE", "DifferentialEquations"]),
    // No pkgConfig: SwiftPM warns of the -D flags in ncursesw's, and drops them; the shim sets what it needs.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    // Files of images: gzip's format, and JPEG by a shim that survives libjpeg's errors.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    // getopt_long: Swift's Glibc module leaves getopt.h out.
    .systemLibrary(name: "CGetopt"),
    .target(name: "Terminal", dependencies: ["CNcurses", "CellGraphics"]),
    .executableTarget(
      name: "anode",
      dependencies: [
        "Interface", "Terminal", "LiveSession", "Experiments", "CellGraphics", "NeuralODE",
        "DifferentialEquations", "Lanes", "CGetopt",
      ]),

    // What counts allocations: linked into the test bundle alone.
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(name: "LanesTests", dependencies: ["Lanes"]),
    .testTarget(
      name: "DifferentialEquationsTests",
      dependencies: ["DifferentialEquations", "NeuralODE", "Lanes"]),
    .testTarget(
      name: "NeuralODETests",
      dependencies: ["NeuralODE", "DifferentialEquations", "Lanes", "CAllocationCounter"],
      resources: [.copy("Reference")]),
    .testTarget(name: "LiveSessionTests", dependencies: ["LiveSession", "NeuralODE"]),
    .testTarget(name: "CellGraphicsTests", dependencies: ["CellGraphics"]),
    .testTarget(
      name: "InterfaceTests",
      dependencies: ["Interface", "LiveSession", "CellGraphics", "NeuralODE"],
      exclude: ["Screens"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Experiments", "NeuralODE", "DifferentialEquations", "CellGraphics"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "CellGraphics"]),
    .testTarget(name: "anodeTests", dependencies: ["anode"]),
  ]
)

for target in package.targets
where target.type != .system && !["CAllocationCounter", "CJPEG"].contains(target.name) {
  target.swiftSettings = settings
}
