using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>The reverse of <see cref="SplatBinding.Update"/>, splat by splat in a fixed order.</summary>
internal static class SplatBindingAdjoint
{
    /// <summary>From moved splats to the simulation's state.</summary>
    /// <param name="binding">Updated to the state that the splats were moved by.</param>
    /// <param name="bySplats">Derivatives by the moved splats.</param>
    /// <param name="result">Receives the derivatives; what was in it is lost.</param>
    public static void Update(SplatBinding binding, DeformedSplats bySplats, SplatCarryGradient result)
    {
        result.Clear();
        StateCotangents state = result.State;
        for (int i = 0; i < binding.TracerRows.Length; i++)
        {
            int row = binding.TracerRows[i];
            if (!Row(binding, row, bySplats, result, out Vector3<Real64> byPoint, out Matrix3x3<Real64> byGradient)) continue;
            if (binding.IsStranded(i))
            {
                // It rides on a particle: x = x_p + F_p d, F = F_p.
                int owner = binding.OwnerOf(row);
                Vector3<Real64> offset = Read(binding.OwnerOffsets.AsSpan(3 * i, 3));
                Add(byPoint, state.Positions!, owner);
                Add(GradientOf(binding, row).Transposed * byPoint, result.RestPositions, row);
                Add(byGradient + Matrix3x3<Real64>.Outer(byPoint, offset), state.DeformationGradients!, owner);
                continue;
            }

            Add(byPoint, state.TracerPositions!, i);
            Add(in byGradient, state.TracerDeformationGradients!, i);
        }

        for (int i = 0; i < binding.FollowerRows.Length; i++)
        {
            int row = binding.FollowerRows[i];
            if (!Row(binding, row, bySplats, result, out Vector3<Real64> byPoint, out Matrix3x3<Real64> byGradient)) continue;
            Add(GradientOf(binding, row).Transposed * byPoint, result.RestPositions, row);
            binding.Nearest!.FollowAdjoint(i, binding.Bodies, in byPoint, in byGradient, state.Positions!);
        }

        int bodies = binding.Bodies.Length / 3;
        for (int i = 0; i < binding.EmittedCount; i++)
        {
            int row = bySplats.Count - binding.EmittedCount + i;
            if (!Row(binding, row, bySplats, result, out Vector3<Real64> byPoint, out Matrix3x3<Real64> byGradient)) continue;
            Add(byPoint, state.Positions!, bodies + i);
            Add(in byGradient, state.DeformationGradients!, bodies + i);
        }
    }

    // The reverse of SplatTransport for one splat; false where it is hidden.
    private static bool Row(
        SplatBinding binding, int row, DeformedSplats by, SplatCarryGradient result,
        out Vector3<Real64> byPoint, out Matrix3x3<Real64> byGradient)
    {
        (byPoint, byGradient) = (default, default);
        if (binding.Splats.IsHidden(row)) return false;
        SplatTransport transport = binding.Transport;
        SceneFrame frame = transport.Frame;
        byPoint = (Real64)(1 / frame.MetersPerUnit) * (frame.Rotation * new Vector3<Real64>(by.X[row], by.Y[row], by.Z[row]));
        Matrix3x3<Real64> gradient = GradientOf(binding, row), axes = frame.Rotation;
        SplatDeformation.Turn(in axes, in gradient, out Matrix3x3<Real64> turned);
        StretchBounds<Real64> bounds;
        (bounds.Minimum, bounds.Maximum, bounds.ShrinksTorn) = (transport.Bounds[0][row], transport.Bounds[1][row], transport.Bounds[2][row]);
        SymmetricMatrix3x3<Real64> rest = Symmetric(transport.Rest, row), byCovariance = Symmetric(by.Covariance, row);
        IReadOnlyList<AlignedArray<float>> r = by.Rotation;
        Matrix3x3<Real64> byRotation = Matrix3x3<Real64>.FromRows(
            new(r[0][row], r[1][row], r[2][row]), new(r[3][row], r[4][row], r[5][row]), new(r[6][row], r[7][row], r[8][row]));
        SplatDeformationAdjoint.Apply(
            in turned, in rest, in bounds, in byCovariance, in byRotation, out Matrix3x3<Real64> byTurned, out SymmetricMatrix3x3<Real64> byRest);
        byGradient = SplatDeformationAdjoint.Turn(in axes, in byTurned);
        Span<double> target = result.RestCovariances.AsSpan(6 * row, 6);
        (target[0], target[1], target[2]) = (byRest.XX.Value, byRest.XY.Value, byRest.XZ.Value);
        (target[3], target[4], target[5]) = (byRest.YY.Value, byRest.YZ.Value, byRest.ZZ.Value);
        return true;
    }

    private static Matrix3x3<Real64> GradientOf(SplatBinding binding, int row)
    {
        ReadOnlySpan<double> f = binding.Gradients.AsSpan(9 * row, 9);
        return Matrix3x3<Real64>.FromRows(Read(f), Read(f[3..]), Read(f[6..]));
    }

    private static Vector3<Real64> Read(ReadOnlySpan<double> values) => new(values[0], values[1], values[2]);

    private static SymmetricMatrix3x3<Real64> Symmetric(IReadOnlyList<AlignedArray<float>> columns, int row) =>
        new(columns[0][row], columns[1][row], columns[2][row], columns[3][row], columns[4][row], columns[5][row]);

    private static void Add(Vector3<Real64> value, double[] target, int index)
    {
        target[3 * index] += value.X.Value;
        target[3 * index + 1] += value.Y.Value;
        target[3 * index + 2] += value.Z.Value;
    }

    private static void Add(in Matrix3x3<Real64> value, double[] target, int index)
    {
        Span<double> entries = target.AsSpan(9 * index, 9);
        entries[0] += value.M00.Value;
        entries[1] += value.M01.Value;
        entries[2] += value.M02.Value;
        entries[3] += value.M10.Value;
        entries[4] += value.M11.Value;
        entries[5] += value.M12.Value;
        entries[6] += value.M20.Value;
        entries[7] += value.M21.Value;
        entries[8] += value.M22.Value;
    }
}
