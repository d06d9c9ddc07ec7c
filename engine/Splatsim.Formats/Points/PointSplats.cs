using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Turns bare points into splats, the way that trainers start from a sparse reconstruction.</summary>
internal static class PointSplats
{
    // Opacity 0.1 and the smallest squared distance of Kerbl et al. 2023 (their initialisation from SfM points).
    private const double Opacity = 0.1;
    private const double SmallestSquaredDistance = 1e-7;

    /// <summary>Sets round scales from the distance to the 3 nearest neighbours, identity rotations and opacity 0.1.</summary>
    internal static void Initialise(GaussianCloud cloud, CancellationToken cancellation)
    {
        double[] distances = NearestNeighbours.RootMeanSquareDistances(cloud.X, cloud.Y, cloud.Z, cancellation);
        double smallest = Math.Sqrt(SmallestSquaredDistance);
        for (int row = 0; row < cloud.Count; row++)
        {
            float scale = (float)Math.Log(Math.Max(distances[row], smallest));
            cloud.LogScaleX[row] = cloud.LogScaleY[row] = cloud.LogScaleZ[row] = scale;
        }

        cloud.RotationW.Fill(1f);
        cloud.RotationX.Clear();
        cloud.RotationY.Clear();
        cloud.RotationZ.Clear();
        cloud.OpacityLogit.Fill((float)Activation.Logit(Opacity));
    }
}
