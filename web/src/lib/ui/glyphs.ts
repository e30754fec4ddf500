// The outline glyphs we use, taken from @tabler/icons (MIT) at build time, and what stands for what.
const files = import.meta.glob<string>(
  [
    '/node_modules/@tabler/icons/icons/outline/{adjustments-horizontal,alert-triangle,at,bell,arrow-back-up,arrow-left,arrow-right,arrows-up-down,camera-plus,check,checks,chevron-right,clock,cloud-upload,contrast,copy,crop,current-location,device-mobile,download,eye,eye-off,hourglass-empty,info-circle,list,login,logout,mail,map-2,map-pin,map-pin-off,map-search,menu-2,message,message-circle,minus,phone-call,paperclip,photo,player-pause,plug-connected-x,plus,printer,refresh,search,send,share,shield-check,star,thumb-up,tool,user,users,world,x,zoom-in}.svg',
    '/node_modules/@tabler/icons/icons/outline/{backpack,barrier-block,basket,bolt,bucket-droplet,building-community,buildings,bulb,bulb-off,bus,bus-stop,car-off,car-suspension,clipboard-x,clock-exclamation,cloud-snow,disabled,dog,droplet-off,elevator,fall,fence,flood,hammer,home-x,horse-toy,leaf,paint,parking-off,plant-2,recycle,ripple,road,road-sign,route,school,shovel,snowflake,snowman,soup,spray,steering-wheel,target,temperature-snow,traffic-cone,traffic-lights-off,trash,trash-x,tree,trees,umbrella,walk,wiper-wash}.svg',
  ],
  { query: '?raw', import: 'default', eager: true },
)

const inner = new Map(
  Object.entries(files).map(([path, svg]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.svg'.length),
    svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).trim(),
  ]),
)

/** The drawing inside a 24 px glyph; a plain pin when a city's catalogue names a thing we have no glyph for. */
export const glyph = (name: string): string => inner.get(name) ?? inner.get('map-pin') ?? ''

const CATEGORIES: Record<string, string> = {
  yard: 'trees', houses: 'building-community', transport: 'bus', roads: 'road', city: 'buildings', education: 'school',
}

const TYPES: Record<string, string> = {
  'yard-garbage-containers': 'trash',
  'yard-container-site': 'recycle',
  'yard-cleaning': 'leaf',
  'yard-snow-ice': 'snowman',
  'yard-parking-on-green': 'parking-off',
  'yard-playground': 'horse-toy',
  'yard-driveway-potholes': 'car-suspension',
  'yard-lighting': 'bulb',
  'yard-dangerous-tree': 'tree',
  'house-entrance-cleaning': 'bucket-droplet',
  'house-entrance-repair': 'paint',
  'house-roof-leak': 'umbrella',
  'house-icicles': 'snowflake',
  'house-lift': 'elevator',
  'house-heating': 'temperature-snow',
  'house-water': 'droplet-off',
  'house-sewage-basement': 'flood',
  'house-management-complaint': 'clipboard-x',
  'transport-schedule': 'clock-exclamation',
  'transport-bus-condition': 'wiper-wash',
  'transport-driver': 'steering-wheel',
  'transport-stop-shelter': 'bus-stop',
  'transport-route-change': 'route',
  'transport-stop-snow': 'cloud-snow',
  'road-poor-repair': 'traffic-cone',
  'road-open-manhole': 'target',
  'road-storm-drain': 'ripple',
  'road-snow': 'shovel',
  'road-street-lighting': 'bulb-off',
  'road-traffic-lights': 'traffic-lights-off',
  'road-signs-markings': 'road-sign',
  'road-sidewalk': 'fall',
  'road-crossing-request': 'walk',
  'road-after-works': 'barrier-block',
  'city-dump': 'trash-x',
  'city-stray-animals': 'dog',
  'city-abandoned-car': 'car-off',
  'city-graffiti-ads': 'spray',
  'city-street-trade': 'basket',
  'city-park-care': 'plant-2',
  'city-power-cable': 'bolt',
  'city-accessibility': 'disabled',
  'city-derelict-building': 'home-x',
  'education-territory': 'fence',
  'education-building': 'hammer',
  'education-meals': 'soup',
  'education-process': 'backpack',
}

export const categoryGlyph = (slug: string): string => CATEGORIES[slug] ?? 'map-pin'
export const typeGlyph = (slug: string): string => TYPES[slug] ?? categoryGlyph(slug.split('-')[0] ?? '')
