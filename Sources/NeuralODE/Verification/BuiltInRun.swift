import Solvers

/// A built-in run with its expected result, the same on every machine with fused multiply-add.
///
/// Together the runs use every kernel: all families, activations and ways to draw points, adaptive
/// and fixed methods, both right ends, all gradients, optimisers and losses, convolutions, a batch
/// of several pieces, both precisions.
public struct BuiltInRun: Sendable {
  /// A short description.
  public let name: String
  /// The run.
  public let configuration: RunConfiguration
  /// Number of updates.
  public let iterations: Int
  /// Whether it is computed in Double.
  public let isDouble: Bool
  /// The expected result.
  public let expected: RunDigest

  /// Trains it on this machine.
  public func replay() -> RunDigest {
    isDouble
      ? RunDigest(configuration, iterations: iterations, in: Double.self)
      : RunDigest(configuration, iterations: iterations, in: Float.self)
  }

  /// All built-in runs.
  public static let all: [BuiltInRun] = [
    run(
      "NODE on the annulus", 150,
      0x77d3_fd0d_7967_3555, 0xee6b_efe4_f9da_502e, 0xbdea_d724_ab20_e5f9
    ) { _ in },
    run(
      "ANODE p=1 on the annulus", 150,
      0xa1bf_fe32_c4dd_346f, 0xfcb0_44e5_a3df_5ad9, 0xb6e6_1189_a3d3_af7b
    ) { $0.model = .anode(p: 1) },
    run(
      "ANODE p=1 on the annulus, batches of 300", 20,
      0x710e_58b0_8f39_1224, 0xd98d_732c_c058_4eb4, 0x20df_9568_8f31_f6af
    ) {
      $0.model = .anode(p: 1)
      $0.training.batchSize = 300
    },
    run(
      "ResNet on xor", 200,
      0x09e2_3f81_60dd_bb0c, 0x7c41_ce3c_3048_c456, 0x607e_6a7c_7057_609e
    ) {
      $0.data = .published(.xor)
      $0.model = .resnet()
      $0.training.optimizer = .adamW
      $0.training.weightDecay = 0.01
    },
    run(
      "ANODE p=5 on spirals, softplus, adjoint", 25,
      0xab0a_ff1d_9619_6ed7, 0xb814_58be_48e4_b884, 0x9894_cd06_4b21_06f7
    ) {
      $0.data = .published(.spirals)
      $0.model = .anode(p: 5)
      $0.model.activation = .softplus
      $0.training.gradient = .adjoint
      $0.training.loss = .logistic
    },
    run(
      "ANODE p=2 on rings, tanh, tsit5, checkpointed", 40,
      0x707f_cc75_6671_dff4, 0xb1bf_12f8_76f3_2787, 0x5772_44d7_aa47_21e0
    ) {
      $0.data = .published(.rings)
      $0.model = .anode(p: 2)
      $0.model.activation = .tanh
      $0.training.solver = .tsitouras
      $0.training.controller = .proportionalIntegral
      $0.training.rightEnd = .clip
      $0.training.gradient = .checkpointed
    },
    run(
      "NODE on moons, rk4, kinetic penalty", 30,
      0x3adb_c5a6_36b6_f37f, 0x6d08_5f62_d779_269d, 0xf672_52d6_f405_f788
    ) {
      $0.data = .published(.moons)
      $0.training.solver = .rk4
      $0.training.optimizer = .sgd
      $0.training.kineticPenalty = 0.1
      $0.training.loss = .squared
    },
    run(
      "NODE on the flip, in Double", 100,
      0xdd17_9735_8ce3_80af, 0x27e0_2d02_acf9_3c95, 0x7e26_2c79_7486_2ba3, isDouble: true
    ) {
      $0.data = .flip
      $0.model.hidden = 16
      $0.model.hasReadout = false
      $0.training.batchSize = 32
    },
    run(
      "ANODE p=1 on sines, in Double", 60,
      0x6a66_7ecc_95de_d9cb, 0x233c_3767_62a5_300c, 0xb22d_9fdf_2dd5_bddf, isDouble: true
    ) {
      $0.data = .sines
      $0.model = .anode(p: 1)
      $0.training.tolerance = 1e-5
    },
    run(
      "convolutional ANODE p=2 on digits", 8,
      0x7229_8731_cf30_52aa, 0x1396_4cc9_7d4e_d351, 0x6721_c139_1398_1474
    ) { $0.trainDigits(filters: 12) },
    run(
      "convolutional ANODE p=2 on digits, adjoint, in Double", 2,
      0x880d_139a_524e_417d, 0x2e54_0671_8556_f711, 0xc784_78c5_b682_1c83, isDouble: true
    ) {
      $0.trainDigits(filters: 5)
      $0.training.gradient = .adjointSeminorm
    },
    run(
      "ANODE p=1 on the oscillator with gaps", 60,
      0x8396_5f19_023c_a9cc, 0x7b1f_1bcf_eb62_7479, 0x6e7f_9544_19be_abe4
    ) {
      $0 = .published(.published(.oscillator), .anode)
      $0.data.sampling?.missing = 0.3
      $0.data.noise = 0.05
    },
    run(
      "NODE on the spiral, adjoint, in Double", 6,
      0x21d0_bd62_4b3f_8303, 0x811d_3682_ea76_8fe1, 0xca40_1a8a_3dd2_38dc, isDouble: true
    ) {
      $0 = .published(.published(.spiral), .node)
      $0.training.gradient = .adjoint
    },
    run(
      "ANODE p=2 on the pendulum with time, rk4, checkpointed", 20,
      0x5a3c_9088_2242_261f, 0x74e0_7b3c_6aff_9fc1, 0x9b74_e96f_7b7d_ede0
    ) {
      $0 = .published(.published(.pendulum), .anode, augmentation: 2)
      $0.model.isTimeDependent = true
      $0.training.solver = .rk4
      $0.training.gradient = .checkpointed
    },
    run(
      "Learned ANODE p=2 on moons", 60,
      0x990f_a579_dde9_de92, 0x5564_5741_4bfd_fb5e, 0x9f3e_1498_e9d5_33c0
    ) {
      $0 = .published(.published(.moons), .learned, augmentation: 2)
    },
    run(
      "SONODE on the flip, adjoint, in Double", 20,
      0xfd55_0eb7_ca13_dc74, 0x5de2_38df_9816_12d9, 0x2d52_af7f_7cde_7da7, isDouble: true
    ) {
      $0 = .published(.flip, .second)
      $0.training.gradient = .adjoint
    },
    run(
      "Controlled NODE on the spiral, absolute time, checkpointed", 20,
      0xb334_41e0_e339_4975, 0x1bdd_1d6a_7614_a9ce, 0x734c_1b4c_8831_c22a
    ) {
      $0 = .published(.published(.spiral), .control)
      ($0.model.isTimeDependent, $0.model.windowTime) = (true, .absolute)
      $0.training.gradient = .checkpointed
    },
  ]

  private static func run(
    _ name: String, _ iterations: Int, _ losses: UInt64, _ evaluations: UInt64, _ weights: UInt64,
    isDouble: Bool = false, _ change: (inout RunConfiguration) -> Void
  ) -> BuiltInRun {
    var configuration = RunConfiguration()
    change(&configuration)
    return BuiltInRun(
      name: name, configuration: configuration, iterations: iterations, isDouble: isDouble,
      expected: RunDigest(losses: losses, evaluations: evaluations, weights: weights))
  }
}

extension RunConfiguration {
  fileprivate mutating func trainDigits(filters: Int) {
    data = .published(.digits)
    model = ModelConfiguration(
      family: .anode, augmentation: 2, hidden: filters, image: data.kind.imageShape)
    training.loss = .crossEntropy
  }
}
