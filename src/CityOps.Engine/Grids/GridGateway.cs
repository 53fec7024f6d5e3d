using CityOps.Domain;
using CityOps.Domain.Grids;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Grids;

internal sealed class GridGateway(EntityRegion region) : IGridGateway
{
    private static readonly Domain.Actor Reader = new("reader", Roles.None);

    public Task<Answer<GridView>> SendAsync(GridCommand command, CancellationToken cancel) =>
        region.AskAsync<GridView>(command, cancel);

    public Task<Answer<GridView>> GetAsync(string code, CancellationToken cancel) =>
        region.AskAsync<GridView>(new Read(code, Reader), cancel);
}
