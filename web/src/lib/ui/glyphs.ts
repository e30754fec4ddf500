import meanings from './glyphs.json'

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

const { category: CATEGORIES, type: TYPES }: Record<'category' | 'type', Record<string, string>> = meanings

export const categoryGlyph = (slug: string): string => CATEGORIES[slug] ?? 'map-pin'
export const typeGlyph = (slug: string): string => TYPES[slug] ?? categoryGlyph(slug.split('-')[0] ?? '')
