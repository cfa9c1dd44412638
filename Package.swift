// swift-tools-version: 6.2
import Foundation
import PackageDescription

// One program for every x86-64 from v2 on: the kernels, which are where the time goes, are compiled
// three times, for the levels v2, v3 and v4, and chosen at start (`KernelChoice`); everything else is
// compiled for v2. `Sources/KernelsV2`, V3 and V4 are links to `Sources/Kernels`: modules of their
// own with the same sources.
//
// `ANODE_CPU` names one CPU in place of that, as clang's `-march` does (`native`, too): everything is
// compiled for it, with one set of kernels. Other machines than x86-64 have that, and their compiler's
// own default.
//
// The kernels cannot ask the compiler what their CPU has, so the two facts they depend on are worked
// out here: is there a fused multiply-add (without one, `addingProduct` is a slow library call), and
// are registers 512 bits wide. `ANODE_REGISTERS=512` says the latter where it is not so: a CPU without
// AVX-512 runs what is written for it in twice as many registers, slowly and with the same results,
// which is how it vouches for it.
#if arch(x86_64)
  let isX86 = true
#else
  let isX86 = false
#endif
func given(_ name: String) -> String? {
  Context.environment[name].flatMap { $0.isEmpty ? nil : $0 }
}
let cpu = given("ANODE_CPU") ?? (isX86 ? nil : "native")
let isWide = given("ANODE_REGISTERS").map { $0 == "512" }

/// What a CPU has: (SSE 4.2, fused multiply-add, 512-bit vectors).
func features(of cpu: String) -> (sse4: Bool, fma: Bool, wide: Bool) {
  guard isX86 else { return (false, true, false) }
  switch cpu {
  case "native":
    let flags = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    return (
      flags.contains(" sse4_2"), flags.contains(" fma"),
      flags.contains(" avx512f") && flags.contains(" avx512vl")
    )
  case "x86-64":
    return (false, false, false)
  case "x86-64-v2", "nehalem", "westmere", "sandybridge", "ivybridge":
    return (true, false, false)
  case "x86-64-v4", "skylake-avx512", "cascadelake", "icelake-server", "sapphirerapids", "znver4",
    "znver5":
    return (true, true, true)
  default:
    return (true, true, false)
  }
}

/// How a module is compiled for a CPU. (x86-64 is what compilers take anyway.)
func settings(for cpu: String) -> [SwiftSetting] {
  [.swiftLanguageMode(.v6)] + (cpu == "x86-64" ? [] : [.unsafeFlags(["-Xcc", "-march=\(cpu)"])])
}

/// How kernels are compiled for a CPU.
func kernelSettings(for cpu: String, isWide: Bool? = nil) -> [SwiftSetting] {
  let has = features(of: cpu)
  return settings(for: cpu) + (has.fma ? [.define("ANODE_FMA")] : [])
    + (has.fma && (isWide ?? has.wide) ? [.define("ANODE_WIDE")] : [])
}

let common = cpu ?? "x86-64-v2"
/// The sets of kernels, each a module.
let kernels: [(name: String, settings: [SwiftSetting])] =
  if let cpu {
    [("Kernels", kernelSettings(for: cpu, isWide: isWide))]
  } else {
    [
      ("KernelsV2", kernelSettings(for: "x86-64-v2")),
      ("KernelsV3", kernelSettings(for: "x86-64-v3")),
      (
        "KernelsV4",
        isWide == true
          ? kernelSettings(for: "x86-64-v3", isWide: true) : kernelSettings(for: "x86-64-v4")
      ),
    ]
  }
let choice: [SwiftSetting] =
  cpu != nil
  ? []
  : [.define("ANODE_LEVELS")] + (isWide == true ? [.define("ANODE_WIDE_WITHOUT_AVX512")] : [])
// The level of x86-64 that the program cannot do without: it says so at its start where it is
// missing.
let needs = features(of: common)
let level = isX86 ? needs.wide ? 4 : needs.fma ? 3 : needs.sse4 ? 2 : 1 : 0

let package = Package(
  name: "anode",
  products: [
    .executable(name: "anode", targets: ["anode"]),
    .library(name: "NeuralODE", targets: ["NeuralODE"]),
  ],
  targets: [
    .target(name: "Elementary"),
    .target(name: "Threads"),
    // What is computed with lanes: operands, and by what names; and who chooses among the kernels,
    // whose modules come last.
    .target(name: "LaneOperands", dependencies: ["Elementary"]),
    .target(
      name: "Lanes",
      dependencies: ["LaneOperands", "CProcessor"] + kernels.map { .byName(name: $0.name) }),
    .target(name: "DifferentialEquations", dependencies: ["Elementary", "Lanes", "Threads"]),
    .target(
      name: "NeuralODE",
      dependencies: [
        "DifferentialEquations", "Elementary", "Lanes", "Threads", "CZlib", "CJPEG", "CPNG",
        "CSamples",
      ]),
    .target(
      name: "LiveSession",
      dependencies: ["NeuralODE", "DifferentialEquations", "Elementary", "Threads"]),
    .target(name: "CellGraphics", dependencies: ["Elementary"]),
    .target(name: "Drawing", dependencies: ["CellGraphics", "Elementary"]),
    .target(name: "LoadedLibraries"),
    .target(name: "Pixels", dependencies: ["Drawing", "CellGraphics", "LoadedLibraries"]),
    .target(
      name: "Experiments",
      dependencies: [
        "NeuralODE", "DifferentialEquations", "CellGraphics", "Drawing", "Elementary", "Threads",
      ]),
    .target(
      name: "Interface",
      dependencies: [
        "LiveSession", "Drawing", "CellGraphics", "NeuralODE", "DifferentialEquations",
        "Elementary", "Threads",
      ]),
    // No pkgConfig: SwiftPM warns of the -D flags in ncursesw's, and drops them; the shim sets what
    // it needs.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    // Files of images: gzip's format, and JPEG and PNG by shims that survive their libraries' errors.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
    // getopt_long: Swift's Glibc module leaves getopt.h out.
    .systemLibrary(name: "CGetopt"),
    // Images and demos, as part of the program, and whether the machine can run it.
    .target(name: "CSamples", exclude: ["digits.bin", "mnist-sample.bin"]),
    .target(name: "CDemos", exclude: ["write-list"]),
    .target(
      name: "CProcessor", cSettings: [.define("ANODE_LEVEL_NEEDED", to: String(level))]),
    .target(
      name: "Terminal",
      dependencies: ["CNcurses", "CZlib", "CellGraphics", "LoadedLibraries", "Threads"]),
    .executableTarget(
      name: "anode",
      dependencies: [
        "Interface", "Terminal", "LiveSession", "Experiments", "Drawing", "Pixels", "CellGraphics",
        "NeuralODE", "LoadedLibraries", "DifferentialEquations", "Lanes", "Threads", "CGetopt",
        "CDemos",
      ]),

    // What counts allocations: linked into the test bundle alone.
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(name: "ElementaryTests", dependencies: ["Elementary"]),
    .testTarget(name: "LanesTests", dependencies: ["Lanes", "Threads"]),
    .testTarget(
      name: "DifferentialEquationsTests",
      dependencies: ["DifferentialEquations", "NeuralODE", "Lanes"]),
    .testTarget(
      name: "NeuralODETests",
      dependencies: [
        "NeuralODE", "DifferentialEquations", "Lanes", "CAllocationCounter", "CZlib",
      ],
      resources: [.copy("Reference")]),
    .testTarget(name: "LiveSessionTests", dependencies: ["LiveSession", "NeuralODE"]),
    .testTarget(name: "CellGraphicsTests", dependencies: ["CellGraphics"]),
    .testTarget(name: "DrawingTests", dependencies: ["Drawing", "CellGraphics"]),
    .testTarget(name: "PixelsTests", dependencies: ["Pixels", "Drawing", "CellGraphics"]),
    .testTarget(
      name: "InterfaceTests",
      dependencies: [
        "Interface", "LiveSession", "Drawing", "CellGraphics", "NeuralODE", "Lanes",
      ],
      exclude: ["Drawings"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Experiments", "NeuralODE", "DifferentialEquations", "CellGraphics"]),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "CellGraphics", "CZlib"]),
    .testTarget(
      name: "anodeTests", dependencies: ["anode", "CProcessor", "Lanes", "NeuralODE", "Threads"]),
  ]
)

package.targets += kernels.map {
  .target(name: $0.name, dependencies: ["LaneOperands", "Elementary"])
}

let cTargets = ["CAllocationCounter", "CDemos", "CJPEG", "CPNG", "CProcessor", "CSamples"]
// What is optimised in a debug build, too (`make quick`): what computes and what draws cells, which
// are some hundred times slower otherwise. What people change most is left to build in seconds.
let alwaysOptimized =
  ["Elementary", "Threads", "LaneOperands", "Lanes", "DifferentialEquations", "NeuralODE"]
  + ["CellGraphics", "Drawing"] + kernels.map(\.name)
let testable = [
  "NeuralODE", "LiveSession", "CellGraphics", "Pixels", "Interface", "Terminal", "anode",
]
let computing = ["LanesTests", "DifferentialEquationsTests", "NeuralODETests"]
for target in package.targets
where target.type != .system && !cTargets.contains(target.name) {
  var settings = kernels.first { $0.name == target.name }?.settings ?? settings(for: common)
  if alwaysOptimized.contains(target.name) || computing.contains(target.name) {
    let flags = ["-O", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"]
    settings.append(.unsafeFlags(flags, .when(configuration: .debug)))
  }
  switch target.name {
  // What is generic over a field or a scalar is compiled for those that the module above uses: the
  // solver, whose every call of a field would otherwise go through tables of the generic code.
  case "DifferentialEquations":
    settings.append(.unsafeFlags(["-cross-module-optimization"]))
  case "Lanes": settings.append(contentsOf: choice)
  default: break
  }
  // Tests see what is internal to these. Said here and not on the command line, it holds for the
  // program as well: so `make test` adds the tests to what `make build` has compiled.
  if testable.contains(target.name) {
    settings.append(.unsafeFlags(["-enable-testing"], .when(configuration: .release)))
  }
  // Tests call what is optimised and need not be, but for those that compute in naive ways beside it.
  if target.type == .test, !computing.contains(target.name) {
    settings.append(.unsafeFlags(["-Onone"]))
  }
  target.swiftSettings = settings
}

// Where ANODE_SANITIZE names a sanitizer, everything but the kernels is compiled with it, and the
// tests' programs are linked with it (`Tests/thorough thread` does): the kernels are where the time
// goes, know no threads, and take some twenty times as long under the thread sanitizer.
if let sanitizer = given("ANODE_SANITIZE") {
  let flags = ["-sanitize=\(sanitizer)"]
  for target in package.targets where target.type != .system {
    if kernels.contains(where: { $0.name == target.name }) { continue }
    if cTargets.contains(target.name) {
      target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(["-fsanitize=\(sanitizer)"])]
    } else {
      target.swiftSettings?.append(.unsafeFlags(flags))
      guard target.type != .regular else { continue }
      target.linkerSettings = (target.linkerSettings ?? []) + [.unsafeFlags(flags)]
    }
  }
}

// The fuzzers (Tests/Fuzz) are built where ANODE_FUZZ is set: `Tests/thorough fuzz` does. The program is a
// library then, for two programs cannot be linked into one, and there are no tests, with which the
// fuzzers share files.
if Context.environment["ANODE_FUZZ"] != nil {
  package.products = []
  package.targets.removeAll { $0.type == .test }
  if let index = package.targets.firstIndex(where: { $0.name == "anode" }) {
    let program = Target.target(
      name: "anode", dependencies: package.targets[index].dependencies, exclude: ["main.swift"],
      swiftSettings: settings(for: common))
    package.targets[index] = program
  }
  package.targets.append(
    .executableTarget(
      name: "anode-fuzz", dependencies: ["anode"], path: "Tests",
      sources: ["Fuzz/Program", "anodeTests/Fuzz"], swiftSettings: settings(for: common)))
}
