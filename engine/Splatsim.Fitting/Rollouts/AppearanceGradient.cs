using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Fitting;

/// <summary>
/// Derivatives of a loss by the splats at rest, summed over all views in double. For splats that move, means and shapes go through the
/// simulation that carries them; which particles carry a splat, and with which weights, is held.
/// </summary>
public sealed class AppearanceGradient
{
    private readonly GaussianCloud cloud;
    private readonly SplatBinding? binding;
    private readonly double[] restCovariances;
    private readonly double[] restPositions;

    internal AppearanceGradient(GaussianCloud cloud, SplatBinding? binding)
    {
        (this.cloud, this.binding) = (cloud, binding);
        int moving = binding?.Splats.Count ?? 0;
        (restCovariances, restPositions) = (new double[6 * moving], new double[3 * moving]);
        Means = new double[3 * cloud.Count];
        Quaternions = new double[4 * cloud.Count];
        LogScales = new double[3 * cloud.Count];
        OpacityLogits = new double[cloud.Count];
        Harmonics = new double[HarmonicsWidth * cloud.Count];
    }

    /// <summary>By the means [1/scene unit], shape [splats, 3].</summary>
    public double[] Means { get; }

    /// <summary>By the stored quaternions w, x, y, z, shape [splats, 4].</summary>
    public double[] Quaternions { get; }

    /// <summary>By the log-scales, shape [splats, 3].</summary>
    public double[] LogScales { get; }

    /// <summary>By the opacity logits, shape [splats].</summary>
    public double[] OpacityLogits { get; }

    /// <summary>By the harmonics, shape [splats, coefficients, 3].</summary>
    public double[] Harmonics { get; }

    private int HarmonicsWidth => 3 * (cloud.Degree + 1) * (cloud.Degree + 1);

    internal void Add(SplatGradient view, SplatCarryGradient? carried)
    {
        GaussianCloud by = view.Cloud;
        for (int i = 0; i < by.Count; i++)
        {
            Means[3 * i] += by.X[i];
            Means[3 * i + 1] += by.Y[i];
            Means[3 * i + 2] += by.Z[i];
            Quaternions[4 * i] += by.RotationW[i];
            Quaternions[4 * i + 1] += by.RotationX[i];
            Quaternions[4 * i + 2] += by.RotationY[i];
            Quaternions[4 * i + 3] += by.RotationZ[i];
            LogScales[3 * i] += by.LogScaleX[i];
            LogScales[3 * i + 1] += by.LogScaleY[i];
            LogScales[3 * i + 2] += by.LogScaleZ[i];
            OpacityLogits[i] += by.OpacityLogit[i];
        }

        for (int k = 0; k < HarmonicsWidth; k++)
        {
            Span<float> column = by.Sh(k / 3, k % 3);
            for (int i = 0; i < by.Count; i++) Harmonics[HarmonicsWidth * i + k] += column[i];
        }

        if (carried is null) return;
        for (int i = 0; i < restCovariances.Length; i++) restCovariances[i] += carried.RestCovariances[i];
        for (int i = 0; i < restPositions.Length; i++) restPositions[i] += carried.RestPositions[i];
    }

    /// <summary>Adds what reached the splats that move through the simulation.</summary>
    internal void Finish(double[] byTracers)
    {
        if (binding is null) return;
        int moving = binding.Splats.Count;
        double[] byMeans = new double[3 * moving];
        binding.MeansAdjoint(byTracers, restPositions, byMeans);
        for (int row = 0; row < moving; row++)
        {
            int splat = binding.Splats.Indices?[row] ?? row;
            for (int axis = 0; axis < 3; axis++) Means[3 * splat + axis] += byMeans[3 * row + axis];
            ReadOnlySpan<double> g = restCovariances.AsSpan(6 * row, 6);
            Quaternion<Real64> stored = new(cloud.RotationW[splat], cloud.RotationX[splat], cloud.RotationY[splat], cloud.RotationZ[splat]);
            Vector3<Real64> logScale = new(cloud.LogScaleX[splat], cloud.LogScaleY[splat], cloud.LogScaleZ[splat]);
            SplatShape.Factor(in stored, in logScale, out Matrix3x3<Real64> factor);
            // Sigma = M M^T: the derivative by M is 2 (dL/dSigma) M.
            Matrix3x3<Real64> byFactor = (Real64)2 * (new SymmetricMatrix3x3<Real64>(g[0], g[1], g[2], g[3], g[4], g[5]).Full * factor);
            SplatShapeAdjoint.Factor(in stored, in logScale, in factor, in byFactor, out Quaternion<Real64> q, out Vector3<Real64> scales);
            Quaternions[4 * splat] += q.W.Value;
            Quaternions[4 * splat + 1] += q.X.Value;
            Quaternions[4 * splat + 2] += q.Y.Value;
            Quaternions[4 * splat + 3] += q.Z.Value;
            LogScales[3 * splat] += scales.X.Value;
            LogScales[3 * splat + 1] += scales.Y.Value;
            LogScales[3 * splat + 2] += scales.Z.Value;
        }
    }
}
