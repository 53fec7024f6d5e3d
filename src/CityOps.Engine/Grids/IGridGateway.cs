using CityOps.Domain.Grids;

namespace CityOps.Engine.Grids;

/// <summary>The way to the grid actors. Thread-safe.</summary>
public interface IGridGateway
{
    /// <summary>Sends news to a grid, again while no answer comes, and gives up after some seconds.</summary>
    Task<Answer<GridView>> SendAsync(GridCommand command, CancellationToken cancel);

    /// <summary>The state of a patrol grid, or of a unit grid that belongs to none.</summary>
    Task<Answer<GridView>> GetAsync(string code, CancellationToken cancel);
}
