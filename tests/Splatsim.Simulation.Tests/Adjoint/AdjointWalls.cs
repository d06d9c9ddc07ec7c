using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Walls without thickness for gradients. The registry's examples lie on a node, which is on both sides of them; these do not.</summary>
internal static class AdjointWalls
{
    /// <summary>A wall askew through the matter of an <see cref="AdjointScene"/>, on no node.</summary>
    public static Collider Askew(string shape, ContactMode mode, bool isMoving)
    {
        double cell = AdjointScene.Domain.CellSize;
        ThinShape thin = shape switch
        {
            "plate" => new PlateShape(4.3 * cell, 5.1 * cell),
            "disk" => new DiskShape(3.8 * cell),
            "cup" => new SheetShape(ThinMeshes.Cup(2.7 * cell, 4.2 * cell, 24)),
            _ => new SheetShape(ThinMeshes.OpenBox(new(3.1 * cell, 4.2 * cell, 2.6 * cell))),
        };
        Vector3<Real64> at = new(6.63 * cell, 6.29 * cell, 6.71 * cell);
        Quaternion<Real64> turn = new Quaternion<Real64>(0.8, 0.2, -0.4, 0.4).Normalized;
        bool isRough = mode == ContactMode.Coulomb, bounces = isRough || mode == ContactMode.Separate;
        return new(
            thin, isMoving ? MotionPath.Steady(at, turn, new(0.1, -0.05, 0.02), new(0.3, 0.5, -0.4)) : MotionPath.At(at, turn),
            new(mode, isRough ? 0.3 : 0, bounces ? 0.2 : 0));
    }
}
