using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Reads <c>solver.transfer</c>.</summary>
internal static class TransferReader
{
    public static TransferOptions Read(SceneNode node)
    {
        string key = node.Choice("scheme", TransferSchemes.All[0].Key, [.. TransferSchemes.All.Select(s => s.Key)]);
        TransferScheme scheme = TransferSchemes.All.Single(s => s.Key == key).Scheme;
        TransferOptions transfer = new()
        {
            Scheme = scheme,
            Gradient = node.Choice("gradient", "mls", "mls", "kernel") == "kernel" ? TransferGradient.KernelGradient : TransferGradient.MovingLeastSquares,
            Kernel = node.Choice("kernel", "quadratic", "quadratic", "cubic") == "cubic" ? TransferKernel.Cubic : TransferKernel.Quadratic,
            FlipBlend = node.OptionalNumber("flipBlend", 0, 1),
            Damping = node.Number("damping", 0, 0, 1),
            CompressedShift = node.Number("compressedShift", 0, 0, 1),
            SeparatingShift = node.Number("separatingShift", 1, 0, 1),
        };
        Refuse(node, "flipBlend", key, TransferScheme.Flip, TransferScheme.Asflip, scheme);
        Refuse(node, "damping", key, TransferScheme.Rpic, TransferScheme.Rpic, scheme);
        Refuse(node, "compressedShift", key, TransferScheme.Asflip, TransferScheme.Asflip, scheme);
        Refuse(node, "separatingShift", key, TransferScheme.Asflip, TransferScheme.Asflip, scheme);
        node.Close();
        return transfer;
    }

    // A number that its scheme would ignore is a mistake.
    private static void Refuse(SceneNode node, string name, string key, TransferScheme one, TransferScheme other, TransferScheme given)
    {
        if (!node.Has(name) || given == one || given == other) return;
        string schemes = one == other ? TransferSchemes.Of(one).Key : $"{TransferSchemes.Of(one).Key} or {TransferSchemes.Of(other).Key}";
        throw node.Wrong(name, $"the scheme \"{key}\" has no such number", $"leave it out, or choose {schemes}");
    }
}
