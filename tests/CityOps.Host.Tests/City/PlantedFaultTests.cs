namespace CityOps.Host.Tests.City;

/// <summary>Each kind of fault, planted on a known line of a city that is sound otherwise, is the only one found.</summary>
public sealed class PlantedFaultTests
{
    private const string Catalog = "../catalog/gbt30428-2013.json";

    [Theory]
    [InlineData("city.json", 1, "{", "{\"colour\":1,", "The field 'colour' is unknown")]
    [InlineData("jurisdictions.json", 3, "\"level\":\"district\"", "\"level\":\"county\"", "'county' is no level")]
    [InlineData("jurisdictions.json", 3, "\"code\":\"360102\"", "\"code\":\"3601020\"", "is no code of a district")]
    [InlineData("jurisdictions.json", 3, "\"parent\":\"3601\"", "\"parent\":\"3699\"", "The parent '3699' does not exist")]
    [InlineData("jurisdictions.json", 3, "\"en\":", "\"fr\":", "The field 'en' is missing")]
    [InlineData("departments.json", 3, "\"id\":\"city-water\"", "\"id\":\"city/water\"", "'city/water' is no id")]
    [InlineData("departments.json", 4, "city-drainage", "city-water", "is on line 3 already")]
    [InlineData("departments.json", 3, "\"jurisdiction\":\"3601\"", "\"jurisdiction\":\"1\"", "There is no jurisdiction '1'")]
    [InlineData("departments.json", 3, "component/01", "component/77", "no major class 'component/77'")]
    [InlineData("departments.json", 3, "\"categories\":[", "\"categories\":[7,", "something that is no text")]
    [InlineData("patrol-grids.json", 2, "\"jurisdiction\":\"360102001\"", "\"jurisdiction\":\"3601\"", "neither a street")]
    [InlineData("patrol-grids.json", 2, "\"name\":{", "\"name\":3,\"x\":{", "The field 'name' is a number")]
    [InlineData("collectors.csv", 3, "07:00", "7 am", "is no time of day")]
    [InlineData("collectors.csv", 3, "07:00,14:00", "07:00,07:00", "The shift is empty")]
    [InlineData("collectors.csv", 3, "360102001P02", "360102001P99", "There is no patrol grid '360102001P99'")]
    [InlineData("collectors.csv", 3, "c0002", "c 2", "'c 2' is no id")]
    [InlineData("collectors.csv", 3, ",14:00", "", "The line has 4 fields, not 5")]
    [InlineData("collectors.csv", 1, "name", "nom", "The column 'name' is missing")]
    [InlineData("collectors.csv", 3, "c0002,", "c0002,\"", "The quotes do not match")]
    [InlineData("vehicles.csv", 3, "013700000002", "01370000002", "is no terminal's number")]
    [InlineData("vehicles.csv", 5, "013700000004", "013700000002", "is on line 3 already")]
    [InlineData("vehicles.csv", 2, "enforcement", "tank", "'tank' is no kind of vehicle")]
    [InlineData("vehicles.csv", 2, "360102-enforcement", "360102-army", "There is no department '360102-army'")]
    [InlineData("cameras.csv", 4, "115.", "15.", "is outside of the city")]
    [InlineData("cameras.csv", 4, ",115.", ",2115.", "There is no place")]
    [InlineData("cameras.csv", 4, ",115.", ",east115.", "is no number")]
    [InlineData("components.csv", 2, "3601020", "0", "is no component's code")]
    [InlineData("components.csv", 2, "360102", "360199", "There is no district '360199'")]
    [InlineData("components.csv", 2, "3601020101", "3601029901", "no component subclass '9901'")]
    [InlineData("components.csv", 2, "city-water", "city-wine", "There is no department 'city-wine'")]
    [InlineData("components.csv", 2, ",28.", ",29.", "is outside of the city")]
    [InlineData("unit-grids.geojson", 3, "\"patrolGrid\":\"360102001P01\"", "\"patrolGrid\":\"x\"", "no patrol grid 'x'")]
    [InlineData("unit-grids.geojson", 3, "\"code\":\"360102001001002\"", "\"code\":\"3601\"", "is no unit grid's code")]
    [InlineData("unit-grids.geojson", 3, "360102001001002", "360102001001001", "is on line 2 already")]
    [InlineData("unit-grids.geojson", 3, "360102001001002", "360102001999002", "There is no community '360102001999'")]
    [InlineData("unit-grids.geojson", 3, "\"Polygon\"", "\"Point\"", "The geometry is a Point")]
    [InlineData("unit-grids.geojson", 3, "[[[", "[[[0,0],[", "A ring is not closed")]
    [InlineData("unit-grids.geojson", 3, "[[[", "[[[\"a\",0],[", "Position 1 is")]
    [InlineData("unit-grids.geojson", 1, "FeatureCollection", "Features", "no part of a GeoJSON FeatureCollection")]
    [InlineData(Catalog, 139, "\"limit\":2", "\"limit\":0", "The limit 0 is not above zero")]
    [InlineData(Catalog, 140, "workingHours", "urgentHours", "'urgentHours' is no clock")]
    [InlineData(Catalog, 141, "component/0101", "component/0199", "There is no subclass 'component/0199'")]
    [InlineData(Catalog, 141, "\"id\":\"3\"", "\"id\":\"2\"", "is on line 140 already")]
    [InlineData(Catalog, 6, "\"public\":true", "\"public\":\"yes\"", "The field 'public' is a text")]
    public void A_fault_is_found_with_its_file_and_line(string file, int line, string from, string to, string problem)
    {
        using var city = new SmallCity();
        city.Replace(file, line, from, to);

        var check = city.Check();

        Assert.Null(check.City);
        var fault = Assert.Single(check.Faults, f => f.Problem.Contains(problem, StringComparison.Ordinal));
        Assert.Equal((file, (int?)line), (fault.File, fault.Line));
        Assert.NotEmpty(fault.Remedy);
    }
}
