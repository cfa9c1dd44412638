/// How this program computes with vectors on this machine.
public enum VectorPath {
  /// Bits of a register.
  public static var registerBits: Int {
    Float.kernels.registerLanes * MemoryLayout<Float>.size * 8
  }
}
