extension Safetensors.Failure {
  var text: String {
    switch self {
    case .unreadable(let why): why
    case .malformed(let why): "not a safetensors file: \(why)"
    case .pickled(let path): Self.remedy(path)
    case .several(let prefixes):
      "holds several models, expected one: names begin with "
        + prefixes.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
    case .unknownNames(let names):
      "holds no model of known names (odeblock.odefunc.fc1.weight, "
        + "residual_blocks.0.mlp.0.weight); it has "
        + (names.isEmpty
          ? "no tensors" : names.prefix(4).map { "'\($0.short)'" }.joined(separator: ", "))
        + (names.count > 4 ? " and \(names.count - 4) more" : "")
    case .unread(let names):
      "holds tensors that nothing reads: "
        + names.prefix(4).map { "'\($0.short)'" }.joined(separator: ", ")
        + (names.count > 4 ? " and \(names.count - 4) more" : "")
        + ", expected those of the authors' models alone"
    case .missing(let name): "tensor '\(name)' is missing"
    case .wrongShape(let name, let found, let expected):
      "tensor '\(name)' has shape \(found), expected \(Self.list(expected))"
    case .wrongType(let name, let found, let shape, let expected):
      "tensor '\(name)' of shape \(shape) holds \(found), expected \(expected)"
    case .nonFinite(let name, let index):
      "tensor '\(name)' is not finite at element \(index)"
    }
  }

  /// Extents; 0 stands for any.
  private static func list(_ extents: [Int]) -> String {
    "[" + extents.map { $0 == 0 ? "any" : "\($0)" }.joined(separator: ", ") + "]"
  }

  /// The line of Python that makes the other format.
  private static func remedy(_ path: String?) -> String {
    let name = ShellName(path)
    return "is PyTorch's own format; a safetensors file of it makes: "
      + name.python(
        "import torch; from safetensors.torch import save_file; "
          + "save_file({k: v.contiguous() for k, v in "
          + "torch.load('\(name.path)', map_location='cpu').items()}, '\(name.stem).safetensors')")
  }
}
