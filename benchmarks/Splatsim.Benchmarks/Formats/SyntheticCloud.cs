using Splatsim.Splats;

namespace Splatsim.Benchmarks;

/// <summary>A cloud with the value ranges of a trained scene: splats on a bumpy sphere, smooth harmonics, some noise.</summary>
internal static class SyntheticCloud
{
    internal static GaussianCloud Make(int count, int degree)
    {
        Random random = new(1);
        GaussianCloud cloud = new(count, degree);
        for (int row = 0; row < count; row++)
        {
            double z = 2 * random.NextDouble() - 1;
            double angle = 2 * Math.PI * random.NextDouble();
            double radius = 2 + 0.2 * Math.Sin(8 * angle) * Math.Cos(6 * z);
            double ring = Math.Sqrt(1 - z * z);
            (cloud.X[row], cloud.Y[row], cloud.Z[row]) = ((float)(radius * ring * Math.Cos(angle)), (float)(radius * z), (float)(radius * ring * Math.Sin(angle)));
            for (int part = 0; part < 4; part++) cloud.GeometryColumns[3 + part][row] = (float)(random.NextDouble() - 0.5);
            for (int axis = 0; axis < 3; axis++) cloud.GeometryColumns[7 + axis][row] = (float)(-5 + random.NextDouble());
            cloud.OpacityLogit[row] = (float)(8 * random.NextDouble() - 4);
            for (int column = 0; column < cloud.ShColumns.Count; column++)
            {
                double smooth = Math.Sin(angle * (1 + column % 5) + z * (1 + column % 3));
                cloud.ShColumns[column][row] = (float)((column < 3 ? 0.8 : 0.1) * smooth + 0.02 * (random.NextDouble() - 0.5));
            }
        }

        return cloud;
    }
}
