extension Tableau {
  /// The paper's `dopri5`: Dormand and Prince's 5(4) pair with Shampine's error weights and
  /// torchdiffeq's quartic.
  ///
  /// Method: J. Comput. Appl. Math. 6 (1980) 19–26, DOI 10.1016/0771-050X(80)90013-3. Error weights
  /// and midpoint: L. F. Shampine, Math. Comp. 46 (1986) 135–150, as in torchdiffeq. The weights
  /// are about two thirds of the classic ones, so NFE differs.
  public static let dormandPrince = dormandPrince(
    name: "dopri5",
    embedded: [
      1951.0 / 21600, 0, 22642.0 / 50085, 451.0 / 720, -12231.0 / 42400, 649.0 / 6300, 1.0 / 60,
    ])

  /// Dormand and Prince's 5(4) pair with the error weights of the original paper (SciPy, diffrax).
  public static let dormandPrinceClassic = dormandPrince(
    name: "dopri5-classic",
    embedded: [
      5179.0 / 57600, 0, 7571.0 / 16695, 393.0 / 640, -92097.0 / 339200, 187.0 / 2100, 1.0 / 40,
    ])

  private static func dormandPrince(name: String, embedded: [Double]) -> Tableau {
    let b = [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0]
    return Tableau(
      name: name, order: 5,
      c: [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1],
      a: [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        Array(b.dropLast()),
      ],
      b: b,
      errorWeights: zip(b, embedded).map { $0 - $1 },
      interpolant: .quartic(
        mid: [
          6_025_192_743.0 / 30_085_553_152 / 2, 0, 51_252_292_925.0 / 65_400_821_598 / 2,
          -2_691_868_925.0 / 45_128_329_728 / 2, 187_940_372_067.0 / 1_594_534_317_056 / 2,
          -1_776_094_331.0 / 19_743_644_256 / 2, 11_237_099.0 / 235_043_384 / 2,
        ]))
  }
}
