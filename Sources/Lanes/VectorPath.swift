/// How this program computes with vectors, as it was built.
public enum VectorPath {
  /// Bits of a register.
  public static var registerBits: Int {
    Float.Register.scalarCount * MemoryLayout<Float>.size * 8
  }

  /// Are multiplication and addition fused, so that results are those of every other such machine?
  /// Without that, bits are the build's own.
  public static var isFused: Bool {
    #if ANODE_FMA
      true
    #else
      false
    #endif
  }

  /// Both in a line, for a person.
  public static var summary: String {
    isFused
      ? "\(registerBits)-bit registers, fused multiply-add: the same bits as everywhere"
      : "\(registerBits)-bit registers, no fused multiply-add: bits of its own"
  }
}
