// swift-tools-version: 6.2
import Foundation
import PackageDescription

// MARK: Target CPU
//
// One program for every x86-64 from v2: the kernels, which take most of the time, are compiled for
// the levels v2, v3 and v4 and chosen at start (`KernelChoice`); everything else is compiled for v2.
// `Sources/KernelsV2`, V3 and V4 are links to `Sources/Kernels`: separate modules with the same
// sources. `ANODE_CPU` names one level, or `native`, for everything, with one set of kernels. Other
// machines have one set, for the compiler's default.

/// A CPU to compile for, and two facts that kernels cannot ask the compiler: whether it has a fused
/// multiply-add (without it, `addingProduct` is a slow library call) and registers of 512 bits.
struct CPU {
  var march: String?
  /// The level of x86-64; 0 elsewhere.
  var level: Int
  var hasFMA: Bool { level != 2 }
  var isWide: Bool { level == 4 }
  var settings: [SwiftSetting] { march.map { [.unsafeFlags(["-Xcc", "-march=\($0)"])] } ?? [] }

  static func level(_ level: Int) -> CPU { CPU(march: "x86-64-v\(level)", level: level) }
  static var native: CPU {
    let flags = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let level = flags.contains(" avx512vl") ? 4 : flags.contains(" fma") ? 3 : 2
    return CPU(march: "native", level: level)
  }
}

func environment(_ name: String) -> String? {
  Context.environment[name].flatMap { $0.isEmpty ? nil : $0 }
}
#if arch(x86_64)
  let only = environment("ANODE_CPU").map { name in
    let known = [CPU.native] + (2...4).map(CPU.level)
    guard let cpu = known.first(where: { $0.march == name }) else {
      fatalError("ANODE_CPU: unknown value '\(name)'; choose \(known.compactMap(\.march))")
    }
    return cpu
  }
#else
  let only: CPU? = CPU(march: nil, level: 0)
#endif
let cpu = only ?? .level(2)

/// The sets of kernels, each a module. With ANODE_REGISTERS=512, v4 is compiled for v3 in twice as
/// many registers: slow, but with the same results, so a machine without AVX-512 can test it.
let isHalved = environment("ANODE_REGISTERS") == "512"
let kernels: [(name: String, settings: [SwiftSetting])] =
  (only.map { [("Kernels", $0)] } ?? (2...4).map { ("KernelsV\($0)", .level($0)) }).map {
    let compiled = isHalved && $1.isWide ? CPU.level(3) : $1
    return (
      $0,
      compiled.settings + ($1.hasFMA ? [.define("ANODE_FMA")] : [])
        + ($1.isWide ? [.define("ANODE_WIDE")] : [])
    )
  }
let choice: [SwiftSetting] =
  (only == nil ? [.define("ANODE_LEVELS")] : [])
  + (isHalved ? [.define("ANODE_WIDE_WITHOUT_AVX512")] : [])

// MARK: macOS
//
// Headers and libraries are Homebrew's (jpeg-turbo, libpng, and a newer ncurses than macOS's), in its
// usual folder or the one that HOMEBREW_PREFIX names. The macOS that is needed has Synchronization.

#if os(macOS)
  #if arch(arm64)
    let homebrew = environment("HOMEBREW_PREFIX") ?? "/opt/homebrew"
  #else
    let homebrew = environment("HOMEBREW_PREFIX") ?? "/usr/local"
  #endif
  let parts = [homebrew, homebrew + "/opt/ncurses"]
  let includes = parts.map { "-I\($0)/include" }
  let libraries: [LinkerSetting] = [.unsafeFlags(parts.map { "-L\($0)/lib" })]
  let foundation: [Target] = [
    .target(name: "FoundationEssentials", path: "Sources/Platform/FoundationEssentials")
  ]
#else
  let includes: [String] = []
  let libraries: [LinkerSetting] = []
  let foundation: [Target] = []
#endif

// MARK: Targets

let package = Package(
  name: "anode",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "anode", targets: ["anode"]),
    .library(name: "NeuralODE", targets: ["NeuralODE"]),
  ],
  targets: [
    // Threads, clocks, descriptors, libraries that are loaded on demand.
    .target(
      name: "Platform", dependencies: ["CSystem"] + foundation.map { .byName(name: $0.name) },
      exclude: ["CSystem", "FoundationEssentials"]),
    .target(name: "Math"),
    .target(
      name: "Solvers",
      dependencies: ["Math", "Platform", "CProcessor"] + kernels.map { .byName(name: $0.name) },
      exclude: ["CProcessor"]),
    .target(
      name: "Files", dependencies: ["Platform", "Math", "CSystem", "CImages", "CSamples"],
      exclude: ["CImages", "CSamples"]),
    .target(
      name: "NeuralODE", dependencies: ["Files", "Solvers", "Math", "Platform"]),
    .target(name: "LiveSession", dependencies: ["NeuralODE", "Solvers", "Math", "Platform"]),
    .target(name: "Canvas", dependencies: ["Math", "Platform"]),
    .target(
      name: "Terminal", dependencies: ["Canvas", "Platform", "CNcurses", "CSystem"],
      exclude: ["CNcurses"], linkerSettings: libraries),
    .target(
      name: "Interface",
      dependencies: ["LiveSession", "Canvas", "NeuralODE", "Files", "Solvers", "Math", "Platform"]),
    .target(
      name: "Experiments",
      dependencies: ["NeuralODE", "Files", "Solvers", "Canvas", "Math", "Platform"]),
    .target(
      name: "Commands",
      dependencies: [
        "Interface", "Terminal", "LiveSession", "Experiments", "Canvas", "NeuralODE", "Files",
        "Solvers", "Platform", "CSystem", "CDemos",
      ], exclude: ["CDemos"]),
    .executableTarget(name: "anode", dependencies: ["Commands"]),

    // Shims of C libraries, beside the targets that use them. (No pkgConfig: SwiftPM drops the -D
    // flags of ncursesw's with a warning; the shim sets what it needs.)
    .systemLibrary(name: "CSystem", path: "Sources/Platform/CSystem"),
    .systemLibrary(name: "CNcurses", path: "Sources/Terminal/CNcurses"),
    .target(
      name: "CImages", path: "Sources/Files/CImages",
      cSettings: includes.isEmpty ? [] : [.unsafeFlags(includes)],
      linkerSettings: libraries + [.linkedLibrary("jpeg"), .linkedLibrary("png")]),
    // Embedded images and demos, and the CPU's level.
    .target(
      name: "CSamples", path: "Sources/Files/CSamples",
      exclude: ["digits.bin", "mnist-sample.bin"]),
    .target(name: "CDemos", path: "Sources/Commands/CDemos", exclude: ["write-list"]),
    .target(
      name: "CProcessor", path: "Sources/Solvers/CProcessor",
      cSettings: [.define("ANODE_LEVEL_NEEDED", to: String(cpu.level))]),

    // Counts allocations; linked only into the test bundle.
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(name: "KernelsTests", dependencies: ["Solvers", "Math", "Platform"]),
    .testTarget(name: "SolversTests", dependencies: ["Solvers", "NeuralODE"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "NeuralODE", "CSystem"]),
    .testTarget(
      name: "NeuralODETests",
      dependencies: ["NeuralODE", "Files", "Solvers", "CAllocationCounter"],
      resources: [.copy("Reference")]),
    .testTarget(name: "LiveSessionTests", dependencies: ["LiveSession", "NeuralODE"]),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas"]),
    .testTarget(
      name: "InterfaceTests",
      dependencies: ["Interface", "LiveSession", "Canvas", "NeuralODE", "Files", "Solvers"],
      exclude: ["Drawings"]),
    .testTarget(name: "ExperimentsTests", dependencies: ["Experiments", "NeuralODE", "Canvas"]),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "Interface", "Canvas", "CSystem"]),
    .testTarget(
      name: "CommandsTests",
      dependencies: ["Commands", "anode", "CProcessor", "NeuralODE", "Files", "Platform"]),
  ]
)
package.targets += kernels.map { .target(name: $0.name, dependencies: ["Math"]) } + foundation

// MARK: Flags

// Optimised in debug builds too (`make quick`): computing and drawing cells would be some hundred
// times slower. The rest, which changes most, builds in seconds.
let computing = ["Platform", "Math", "Solvers", "Files", "NeuralODE", "Canvas"]
let testable = [
  "Files", "NeuralODE", "LiveSession", "Canvas", "Interface", "Terminal", "Experiments", "Commands",
]
let computingTests = ["KernelsTests", "SolversTests", "NeuralODETests"]
let inC = ["CAllocationCounter", "CDemos", "CImages", "CProcessor", "CSamples"]
for target in package.targets where target.type != .system && !inC.contains(target.name) {
  let set = kernels.first { $0.name == target.name }
  var settings: [SwiftSetting] = [.swiftLanguageMode(.v6)] + (set?.settings ?? cpu.settings)
  // A module that imports Terminal reads ncurses's headers, too.
  if !includes.isEmpty { settings.append(.unsafeFlags(includes.flatMap { ["-Xcc", $0] })) }
  if set != nil || computing.contains(target.name) || computingTests.contains(target.name) {
    let flags = ["-O", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"]
    settings.append(.unsafeFlags(flags, .when(configuration: .debug)))
  }
  // Specialises the solver for the fields and scalars of the module above; otherwise every call of a
  // field would go through the tables of generic code.
  if target.name == "Solvers" {
    settings += choice + [.unsafeFlags(["-cross-module-optimization"])]
  }
  if target.type == .test {
    // Tests need no optimisation, except those that compute naively for comparison.
    if !computingTests.contains(target.name) { settings.append(.unsafeFlags(["-Onone"])) }
  } else if testable.contains(target.name) {
    // Tests see internal declarations. Set here and not on the command line, the flag is the same for
    // the program: `make test` reuses what `make build` compiled.
    settings.append(.unsafeFlags(["-enable-testing"], .when(configuration: .release)))
  }
  target.swiftSettings = settings
}

// ANODE_SANITIZE names a sanitizer for everything but the kernels (`Tests/thorough thread`): they
// take most of the time, use no threads, and are twenty times slower under the thread sanitizer.
if let sanitizer = environment("ANODE_SANITIZE") {
  for target in package.targets
  where target.type != .system && !kernels.contains(where: { $0.name == target.name }) {
    if inC.contains(target.name) {
      target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(["-fsanitize=\(sanitizer)"])]
    } else {
      target.swiftSettings?.append(.unsafeFlags(["-sanitize=\(sanitizer)"]))
      if target.type != .regular {
        target.linkerSettings = [.unsafeFlags(["-sanitize=\(sanitizer)"])]
      }
    }
  }
}

// ANODE_FUZZ builds the fuzzers (`Tests/thorough fuzz`) in place of the tests, whose files they share.
if environment("ANODE_FUZZ") != nil {
  package.targets.removeAll { $0.type == .test }
  package.targets.append(
    .executableTarget(
      name: "anode-fuzz", dependencies: ["Commands"], path: "Tests",
      sources: ["Fuzz/Program", "CommandsTests/Fuzz"],
      swiftSettings: [.swiftLanguageMode(.v6)] + cpu.settings))
}
