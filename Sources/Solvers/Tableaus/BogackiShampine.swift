extension Tableau {
  /// Bogacki and Shampine's 3(2) pair. Appl. Math. Lett. 2 (1989) 321–325, DOI
  /// 10.1016/0893-9659(89)90079-7.
  public static let bogackiShampine = Tableau(
    name: "bosh3", order: 3, c: [0, 0.5, 0.75, 1],
    a: [[], [0.5], [0, 0.75], [2.0 / 9, 1.0 / 3, 4.0 / 9]], b: [2.0 / 9, 1.0 / 3, 4.0 / 9, 0],
    errorWeights: [
      2.0 / 9 - 7.0 / 24, 1.0 / 3 - 1.0 / 4, 4.0 / 9 - 1.0 / 3, -1.0 / 8,
    ])
}
