using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Points with colours, such as a sparse reconstruction.</summary>
public sealed class PointCloud
{
    /// <summary>Makes a cloud over two arrays.</summary>
    /// <param name="positions">x y z per point [scene units], shape [3 Count].</param>
    /// <param name="colours">red green blue per point, 0 to 255, shape [3 Count].</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of 3.</exception>
    public PointCloud(double[] positions, byte[] colours)
    {
        if (positions.Length % 3 != 0 || positions.Length != colours.Length)
            throw new ArgumentException($"{positions.Length} coordinates and {colours.Length} colour values: both are 3 per point", nameof(colours));
        Positions = positions;
        Colours = colours;
    }

    /// <summary>Number of points.</summary>
    public int Count => Positions.Length / 3;

    /// <summary>x y z per point [scene units], shape [3 Count].</summary>
    public double[] Positions { get; }

    /// <summary>red green blue per point, 0 to 255, shape [3 Count].</summary>
    public byte[] Colours { get; }

    /// <summary>
    /// Round splats at the points: standard deviation = root mean square distance to the 3 nearest neighbours, opacity 0.1.
    /// </summary>
    /// <param name="cancellation">Stops the search for neighbours.</param>
    /// <remarks>Initialisation of Kerbl et al. 2023.</remarks>
    public GaussianCloud ToSplats(CancellationToken cancellation = default)
    {
        GaussianCloud cloud = new(Count, 0);
        for (int row = 0; row < Count; row++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                cloud.GeometryColumns[axis][row] = (float)Positions[3 * row + axis];
                cloud.Sh(0, axis)[row] = (float)((Colours[3 * row + axis] / 255.0 - 0.5) / Activation.Sh0);
            }
        }

        PointSplats.Initialise(cloud, cancellation);
        return cloud;
    }
}
